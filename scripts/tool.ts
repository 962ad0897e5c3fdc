import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { ROOT } from './workspace.ts'

/** How a program ended and everything it printed, both streams in the order they came. */
export interface ToolRun {
  readonly ok: boolean
  readonly output: string
}

/** Runs a Node program with this Node and waits for its end. No shell takes part, so that Windows behaves alike. */
export function runNode(args: readonly string[], cwd: string = ROOT): Promise<ToolRun> {
  return collect(process.execPath, args, { cwd })
}

/** Runs the command of an installed package, such as `tsc` of `typescript`. */
export function runTool(packageName: string, command: string, args: readonly string[]): Promise<ToolRun> {
  return runNode([commandFile(packageName, command), ...args])
}

/** Runs npm: the one that runs us if there is one, else the one on the PATH. */
export function runNpm(args: readonly string[], cwd: string): Promise<ToolRun> {
  const running = process.env.npm_execpath
  return running && basename(running) === 'npm-cli.js'
    ? runNode([running, ...args], cwd)
    : collect('npm', args, { cwd, shell: process.platform === 'win32' })
}

/** The file behind a package's command, found without links in node_modules/.bin, which Windows writes differently. */
export function commandFile(packageName: string, command: string): string {
  const folder = join(ROOT, 'node_modules', packageName)
  const manifest: { bin: string | Record<string, string> } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  )
  const file = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[command]
  if (!file) throw new Error(`${packageName} has no command ${command}`)
  return join(folder, file)
}

function collect(
  command: string,
  args: readonly string[],
  options: { cwd: string; shell?: boolean },
): Promise<ToolRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    const printed: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => printed.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => printed.push(chunk))
    child.on('error', reject)
    child.on('close', (code) => resolve({ ok: code === 0, output: Buffer.concat(printed).toString('utf8') }))
  })
}
