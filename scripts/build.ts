// `npm run build [-- --only NAME]`: every publishable package as ES modules and as CommonJS, each with its types.
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runTool } from './tool.ts'
import { ownDependencies, PUBLISHABLE, type Publishable, packageFolder, ROOT } from './workspace.ts'

/** What differs from tsconfig.build.json. `bundler` resolution reads our ES sources while CommonJS is written. */
const FLAVOURS = [
  { folder: 'esm', type: 'module', flags: [] },
  {
    folder: 'cjs',
    type: 'commonjs',
    flags: ['--module', 'commonjs', '--moduleResolution', 'bundler', '--verbatimModuleSyntax', 'false'],
  },
] as const

/** Builds packages, what they import of ours first. Throws with the compiler's output if one does not compile. */
export async function build(names: readonly Publishable[]): Promise<void> {
  const needed = new Set(names.flatMap((name) => [...ownDependencies(name), name]))
  for (const name of PUBLISHABLE.filter((each) => needed.has(each))) await buildPackage(name)
}

async function buildPackage(name: Publishable): Promise<void> {
  const folder = packageFolder(name)
  await rm(join(folder, 'dist'), { recursive: true, force: true })
  // npm packs a licence only from the package's own folder.
  await copyFile(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'))
  for (const { folder: flavour, type, flags } of FLAVOURS) {
    const target = join(folder, 'dist', flavour)
    const project = ['-p', join(folder, 'tsconfig.build.json'), '--outDir', target]
    const { ok, output } = await runTool('typescript', 'tsc', [...project, ...flags])
    if (!ok) throw new Error(`packages/${name} (${flavour}) does not compile:\n${output}`)
    await mkdir(target, { recursive: true })
    // The nearest package.json decides how Node reads a .js file, and whether a bundler may drop it.
    await writeFile(join(target, 'package.json'), `${JSON.stringify({ type, sideEffects: false })}\n`)
  }
}

if (import.meta.main) {
  const { only } = parseArgs({ options: { only: { type: 'string' } } }).values
  const names = PUBLISHABLE.filter((name) => only === undefined || only === name)
  if (names.length === 0) {
    process.stderr.write(`--only takes one of ${PUBLISHABLE.join(', ')}, not ${only}\n`)
    process.exit(1)
  }
  try {
    await build(names)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
    process.exit(1)
  }
}
