import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from '../../scripts/build.ts'
import { type Packed, pack } from '../../scripts/pack.ts'
import { runNode, runNpm } from '../../scripts/tool.ts'
import { PUBLISHABLE, ROOT } from '../../scripts/workspace.ts'

const FIXTURES = join(import.meta.dirname, 'fixtures')

/** A folder outside the checkout into which the packages were installed from their tarballs, and nothing else. */
export interface Installation {
  readonly folder: string
  readonly packed: readonly Packed[]
  remove(): Promise<void>
}

/** Builds, packs and installs what we publish, as npm would bring it to a stranger. */
export async function installPackedPackages(): Promise<Installation> {
  const folder = await mkdtemp(join(tmpdir(), 'hongyan-consumers-'))
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n')
  await build(PUBLISHABLE)
  const packed = await Promise.all(PUBLISHABLE.map((name) => pack(name, folder)))
  // A consumer on Node has Node's types; ours are written against the same ones.
  const nodeTypes = `@types/node@${await versionOf('@types/node')}`
  const tarballs = packed.map(({ tarball }) => tarball)
  const flags = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund']
  const { ok, output } = await runNpm(['install', ...flags, ...tarballs, nodeTypes], folder)
  if (!ok) throw new Error(`The packed packages cannot be installed:\n${output}`)
  return { folder, packed, remove: () => rm(folder, { recursive: true, force: true }) }
}

async function versionOf(name: string): Promise<string> {
  const manifest: { version: string } = JSON.parse(
    await readFile(join(ROOT, 'node_modules', name, 'package.json'), 'utf8'),
  )
  return manifest.version
}

/** A project beside the others in an installation: its module type and copies of fixtures under new names. */
export async function createProject(
  installation: Installation,
  name: string,
  type: 'module' | 'commonjs',
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const project = join(installation.folder, name)
  await mkdir(project)
  await writeFile(join(project, 'package.json'), JSON.stringify({ type }))
  for (const [file, fixture] of Object.entries(files)) await cp(join(FIXTURES, fixture), join(project, file))
  return project
}

/** One way to compile for Node: a TypeScript, what it writes, and how it finds packages. */
export interface Compilation {
  readonly typescript: '5.9' | '7'
  readonly module: string
  readonly moduleResolution: string
}

/**
 * Compiles a project strictly, the packages' types included, and gives what the compiler said. What is wrong is
 * written as JavaScript all the same.
 */
export async function compile(project: string, how: Compilation): Promise<string> {
  const { module, moduleResolution } = how
  const compilerOptions = { target: 'es2022', module, moduleResolution, strict: true, types: ['node'] }
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
  const compiler = how.typescript === '7' ? 'typescript' : `typescript-${how.typescript}`
  const tsc = join(ROOT, 'node_modules', compiler, 'bin', 'tsc')
  return (await runNode([tsc, '-p', project, '--pretty', 'false'], project)).output
}
