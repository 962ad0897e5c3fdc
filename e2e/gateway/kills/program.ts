import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const PROGRAM = fileURLToPath(new URL('../../../apps/cli/bin/hongyan.js', import.meta.url))

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
  readonly ended: Promise<Ending>
  readonly hasEnded: () => boolean
  kill(signal: NodeJS.Signals): Promise<Ending>
}

const ADDRESS = /http:\/\/127\.0\.0\.1:\d+/

/** Runs `hongyan <args>` and resolves when it says where it listens. */
export function startProgram(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Program> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { ...process.env, HONGYAN_LANG: 'zh', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const endWithUs = () => child.kill('SIGKILL')
  process.once('exit', endWithUs)
  let printed = ''
  let isOver = false
  const ended = new Promise<Ending>((resolve) => {
    child.once('close', (code, signal) => {
      isOver = true
      process.off('exit', endWithUs)
      resolve({ code, signal, printed })
    })
  })
  return new Promise((resolve, reject) => {
    const read = (piece: Buffer) => {
      printed += piece.toString()
      const [url] = ADDRESS.exec(printed) ?? []
      if (url !== undefined) resolve({ url, ended, hasEnded: () => isOver, kill })
    }
    const kill = (signal: NodeJS.Signals) => {
      child.kill(signal)
      return ended
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    void ended.then(() =>
      reject(new Error(`hongyan ${args.join(' ')} ended before it was ready:\n${printed}`)),
    )
  })
}
