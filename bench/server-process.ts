import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** A server under measurement, in a process of its own so that it shares no event loop and no heap with its callers. */
export interface ServerProcess {
  readonly url: string
  /** Microseconds of processor time that its process has used so far. */
  cpuMicros(): Promise<number>
  /** Says a word to the server and resolves once it has acted on it. */
  tell(word: string): Promise<void>
  stop(): Promise<void>
}

/** What the server says: its URL once, then its processor time, or that it has done as told. */
type Message = { readonly url: string } | { readonly cpuMicros: number } | { readonly told: string }

/** What it is asked or told. */
type Word = { readonly ask: 'cpu' } | { readonly tell: string }

/** Starts a server file of this folder and waits until it listens. */
export async function startServer(file: string, args: readonly string[] = []): Promise<ServerProcess> {
  const child = fork(join(import.meta.dirname, file), args)
  const say = async (word: Word) => {
    child.send(word)
    return nextMessage(child)
  }
  const greeting = await nextMessage(child)
  if (!('url' in greeting)) throw new Error(`${file} did not say where it listens`)
  return {
    url: greeting.url,
    cpuMicros: async () => {
      const answer = await say({ ask: 'cpu' })
      if (!('cpuMicros' in answer)) throw new Error(`${file} did not say what it used`)
      return answer.cpuMicros
    },
    tell: async (word) => {
      await say({ tell: word })
    },
    stop: async () => {
      child.disconnect()
      await once(child, 'exit')
    },
  }
}

/** The child's next message; an error if it ends instead. */
function nextMessage(child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`the server process ended with ${code}`))
    child.once('exit', onExit)
    child.once('message', (message: Message) => {
      child.off('exit', onExit)
      resolve(message)
    })
  })
}

/** The server's side: says where it listens, answers for its processor time, ends with the process that started it. */
export function serveBenchmark(url: string, act: (word: string) => Promise<void> = async () => {}): void {
  const say = (message: Message) => process.send?.(message)
  process.on('message', async (word: Word) => {
    if ('tell' in word) {
      await act(word.tell)
      say({ told: word.tell })
      return
    }
    const { user, system } = process.cpuUsage()
    say({ cpuMicros: user + system })
  })
  process.on('disconnect', () => process.exit())
  say({ url })
}
