import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
// Inside the package, so that a program in it finds the package by its name; git ignores the folder.
const SCRATCH = fileURLToPath(new URL('../.hongyan', import.meta.url))

/** The compiler’s complaints about a program of a user’s, with their lines. */
export async function compileConsumer(program: string): Promise<{ line: number; text: string }[]> {
  const folder = await writeConsumer(program)
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
  const { code, stdout, stderr } = await run([tsc, '-p', folder], {})
  const complaints = [...stdout.matchAll(/^.*?consumer\.ts\((\d+),\d+\): (.*)$/gm)].map(([, line, text]) => ({
    line: Number(line),
    text: text ?? '',
  }))
  if (code !== 0 && complaints.length === 0) throw new Error(`The compiler failed: ${stdout}${stderr}`)
  return complaints
}

/** Runs a program of a user’s in a process of its own. */
export async function runConsumer(program: string, env: Readonly<Record<string, string>>): Promise<Ended> {
  const folder = await writeConsumer(program)
  return run(['--conditions=hongyan-source', join(folder, 'consumer.ts')], env)
}

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

async function writeConsumer(program: string): Promise<string> {
  await mkdir(SCRATCH, { recursive: true })
  const folder = await mkdtemp(join(SCRATCH, 'consumer-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'consumer.ts'), program)
  const project = { extends: join(ROOT, 'tsconfig.json'), include: ['consumer.ts'] }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(project))
  return folder
}

function run(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env: { ...process.env, ...env } }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr })
    })
  })
}
