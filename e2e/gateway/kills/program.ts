import { type ChildProcess, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PROGRAM = fileURLToPath(new URL('../../../apps/cli/bin/hongyan.js', import.meta.url))

/** Hundreds of starts of the same sources: what the first one has read need not be parsed again. */
const COMPILE_CACHE = join(tmpdir(), 'hongyan-compile-cache')

/** How a process ended, and all it has printed. */
export interface Ending {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly printed: string
}

/** The shipped command as a process of its own. */
export interface Program {
  /** The address printed once it is ready. */
  readonly url: string
  readonly pid: number
  readonly ended: Promise<Ending>
  readonly hasEnded: () => boolean
  /** What stood on stdout and stderr until now. */
  readonly printed: () => string
  signal(signal: NodeJS.Signals): void
  /** Sends the signal and waits for the end. */
  kill(signal: NodeJS.Signals): Promise<Ending>
}

const ADDRESS = /http:\/\/127\.0\.0\.1:\d+/

/** None outlives us. */
const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Runs `hongyan <args>` and resolves when it says where it listens. */
export function startProgram(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Program> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { ...process.env, HONGYAN_LANG: 'zh', NODE_COMPILE_CACHE: COMPILE_CACHE, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  let printed = ''
  let isOver = false
  const ended = new Promise<Ending>((resolve) => {
    child.once('close', (code, signal) => {
      isOver = true
      running.delete(child)
      resolve({ code, signal, printed })
    })
  })
  return new Promise((resolve, reject) => {
    const read = (piece: Buffer) => {
      printed += piece.toString()
      const [url] = ADDRESS.exec(printed) ?? []
      if (url === undefined || child.pid === undefined) return
      resolve({
        url,
        pid: child.pid,
        ended,
        hasEnded: () => isOver,
        printed: () => printed,
        signal: (signal) => {
          child.kill(signal)
        },
        kill: (signal) => {
          child.kill(signal)
          return ended
        },
      })
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    void ended.then(() =>
      reject(new Error(`hongyan ${args.join(' ')} ended before it was ready:\n${printed}`)),
    )
  })
}
