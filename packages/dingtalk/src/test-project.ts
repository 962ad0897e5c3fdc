import { execFile } from 'node:child_process'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** A project of one file that uses this package by its name, as a reader's own would. */
export interface TestProject {
  /** What the compiler says, one line per complaint; empty if nothing. */
  compile(): Promise<string>
  /** Runs the file; gives what it printed. Rejects with its error output if it fails. */
  run(environment: Readonly<Record<string, string>>): Promise<string>
}

export async function createTestProject(source: string): Promise<TestProject> {
  const folder = await mkdtemp(join(tmpdir(), 'hongyan-dingtalk-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  // A junction, because a symbolic link to a folder needs administrator rights on Windows.
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction')
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  await writeFile(join(folder, 'main.ts'), source)
  const settings = { extends: join(ROOT, 'tsconfig.json'), include: ['main.ts'], exclude: [] }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(settings))
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc')
  return {
    compile: () =>
      new Promise((resolve) => {
        execFile(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], (_, stdout) =>
          resolve(stdout),
        )
      }),
    run: (environment) =>
      new Promise((resolve, reject) => {
        const options = { env: { ...process.env, ...environment }, cwd: folder }
        const flags = ['--conditions=hongyan-source', 'main.ts']
        execFile(process.execPath, flags, options, (error, stdout, stderr) => {
          if (error) reject(new Error(stderr || error.message))
          else resolve(stdout)
        })
      }),
  }
}
