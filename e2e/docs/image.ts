import { execFile, spawn } from 'node:child_process'
import { chmod, cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { runNpm } from '../../scripts/tool.ts'
import { ROOT } from '../../scripts/workspace.ts'

const run = promisify(execFile)

/** One line of a Dockerfile, lines that it continues joined. */
export interface Instruction {
  readonly name: string
  readonly rest: string
}

export async function readDockerfile(): Promise<Instruction[]> {
  const text = await readFile(join(ROOT, 'Dockerfile'), 'utf8')
  return text
    .replaceAll('\\\n', '')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', rest = ''] = /^(\w+) (.*)$/.exec(line) ?? []
      return { name, rest }
    })
}

export const linesOf = (file: readonly Instruction[], name: string): string[] =>
  file.filter((instruction) => instruction.name === name).map(({ rest }) => rest)

/** The words of `["up"]`, also behind the options of HEALTHCHECK. */
export const wordsOf = (line: string | undefined): string[] =>
  JSON.parse(line?.slice(line.indexOf('[')) ?? '[]')

/** Nobody in particular: what an image's unprivileged user is to the files of the image. */
const NOBODY = 65_534
const isRoot = process.getuid?.() === 0
const unprivileged = isRoot ? { uid: NOBODY, gid: NOBODY } : {}

/** What the image would hold, in a folder that its user can read and not write, as under `--read-only`. */
export interface ImageTree {
  readonly app: string
  readonly data: string
  readonly keys: string
  /** Runs a program as the image's user. */
  start(words: readonly string[], env: Readonly<Record<string, string>>): ReturnType<typeof spawn>
  remove(): Promise<void>
}

export async function createImageTree(): Promise<ImageTree> {
  const folder = await mkdtemp(join(tmpdir(), 'hongyan-image-'))
  await chmod(folder, 0o755)
  const app = join(folder, 'app')
  for (const part of ['package.json', 'package-lock.json', 'apps', 'packages']) await copyIn(part, app)
  for (const part of await installedForImage()) await copyIn(part, app, 'with node_modules')
  const node = join(folder, 'node')
  await cp(process.execPath, node)
  await run('chmod', ['-R', 'a+rX,a-w', app])
  return {
    app,
    data: join(folder, 'data'),
    keys: join(folder, 'keys'),
    start: ([, ...args], env) => spawn(node, args, { cwd: app, env, ...unprivileged }),
    async remove() {
      await run('chmod', ['-R', 'u+w', folder])
      await rm(folder, { recursive: true })
    },
  }
}

/** Where `.dockerignore` says so, things stay out. */
async function copyIn(part: string, app: string, withModules?: 'with node_modules'): Promise<void> {
  const isLeftOut = (path: string) =>
    /^(?:dist|node_modules)$/.test(basename(path)) || path.endsWith('.test.ts')
  await cp(join(ROOT, part), join(app, part), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => withModules !== undefined || !isLeftOut(path),
  })
}

/** Everything that the image's `npm install` leaves in place, as paths from the repository. */
async function installedForImage(): Promise<string[]> {
  const { output } = await runNpm(['ls', '--omit=dev', '--omit=optional', '--all', '--parseable'], ROOT)
  return output
    .split('\n')
    .map((line) => relative(ROOT, line.trim()))
    .filter((path) => /^(?:[^.].*\/)?node_modules\//.test(path))
}

/** Runs the `RUN install …` line that makes the image's folders, here beside the tree. */
export async function makeFolders(line: string, { data, keys }: ImageTree): Promise<void> {
  const owner = isRoot ? `-o ${NOBODY} -g ${NOBODY}` : ''
  const here = line.replace('-o node -g node', owner).replace('/data', data).replace('/keys', keys)
  await run('sh', ['-c', here])
}
