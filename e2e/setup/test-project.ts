import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A project of one file that uses our packages by their names, as a reader's own would. */
export interface TestProject {
  /** What the compiler objects to. */
  compile(): Promise<readonly Complaint[]>
  /** Runs the file in a process of its own; rejects with its error output if it fails. */
  run(environment: Readonly<Record<string, string>>): Promise<Output>
}

export interface Complaint {
  readonly line: number
  readonly text: string
}

export interface Output {
  readonly stdout: string
  readonly stderr: string
}

/** The TypeScript examples of a page, top to bottom. They continue each other: together they are one program. */
export async function programOf(page: URL): Promise<string> {
  const text = await readFile(page, 'utf8')
  const examples = [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code)
  if (examples.length === 0) throw new Error(`${page} has no example.`)
  return examples.join('\n')
}

/** Those of the statements, one line each, that the compiler refuses where a right header stands before them. */
export async function refusedStatements(header: string, statements: readonly string[]): Promise<string[]> {
  const project = await createTestProject([header, ...statements].join('\n'))
  const complaints = await project.compile()
  const linesBefore = header.split('\n').length
  const inHeader = complaints.find(({ line }) => line <= linesBefore)
  if (inHeader) throw new Error(`The header itself is refused: ${inHeader.text}`)
  const refused = new Set(complaints.map(({ line }) => line - linesBefore - 1))
  return statements.filter((_, index) => refused.has(index))
}

export async function createTestProject(source: string): Promise<TestProject> {
  const folder = await mkdtemp(join(tmpdir(), 'hongyan-project-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  // A junction, because a symbolic link to a folder needs administrator rights on Windows.
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction')
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  await writeFile(join(folder, 'main.ts'), source)
  const settings = {
    extends: join(ROOT, 'tsconfig.json'),
    compilerOptions: { noUnusedLocals: true },
    include: ['main.ts'],
    exclude: [],
  }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(settings))
  return {
    compile: () => compile(folder),
    run: async (environment) => {
      const output = await runNode(['--conditions=hongyan-source', 'main.ts'], folder, environment)
      if (output.failed) throw new Error(`The program failed: ${output.stderr}`)
      return output
    },
  }
}

async function compile(folder: string): Promise<readonly Complaint[]> {
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc')
  const { failed, stdout, stderr } = await runNode([compiler, '-p', folder, '--pretty', 'false'], folder)
  const complaints = [...stdout.matchAll(/^main\.ts\((\d+),\d+\): (.*)$/gm)].map(([, line, text = '']) => ({
    line: Number(line),
    text,
  }))
  if (failed && complaints.length === 0) throw new Error(`The compiler failed: ${stdout}${stderr}`)
  return complaints
}

function runNode(
  args: readonly string[],
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Output & { readonly failed: boolean }> {
  // Loopback is reached directly, whatever proxy the machine has.
  const env = { ...process.env, NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1', ...environment }
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: folder, env }, (error, stdout, stderr) => {
      resolve({ failed: error !== null, stdout, stderr: stderr || (error?.message ?? '') })
    })
  })
}
