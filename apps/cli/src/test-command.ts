import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const PROGRAM = fileURLToPath(new URL('../bin/hongyan.js', import.meta.url))

export interface RunningCommand {
  readonly child: ChildProcess
  readonly ended: Promise<{ code: number | null; out: string; printed: string }>
  /** Everything printed by the time this text stands in it; rejects if the command ends without. */
  shows(text: string): Promise<string>
}

/** Runs the command as a user does and collects what it prints. */
export function hongyan(args: readonly string[], env: NodeJS.ProcessEnv = {}): RunningCommand {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { ...process.env, HONGYAN_LANG: 'zh', ...env },
  })
  let printed = ''
  let out = ''
  const watchers = new Set<() => void>()
  const collect = (chunk: Buffer) => {
    printed += chunk.toString()
    for (const watcher of watchers) watcher()
  }
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString()
    collect(chunk)
  })
  child.stderr.on('data', collect)
  const ended = new Promise<{ code: number | null; out: string; printed: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, out, printed }))
  })
  const shows = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const look = () => (printed.includes(text) ? resolve(printed) : undefined)
      watchers.add(look)
      look()
      void ended.then(() => reject(new Error(`ended without showing “${text}”:\n${printed}`)))
    })
  return { child, ended, shows }
}
