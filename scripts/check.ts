// `npm run check`: everything about the code that is not a test. All gates run, then all that failed is shown.
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from './build.ts'
import { pack, strayFiles } from './pack.ts'
import { runNode, runTool, type ToolRun } from './tool.ts'
import { PUBLISHABLE, type Publishable, ROOT } from './workspace.ts'

interface Gate {
  readonly name: string
  readonly run: () => Promise<ToolRun>
}

const GENERATE = join(ROOT, 'scripts', 'generate.ts')

const gates: Gate[] = [
  {
    name: 'format, lint, dependency rules',
    run: () => runTool('@biomejs/biome', 'biome', ['check', '--error-on-warnings', '.']),
  },
  { name: 'types', run: () => runTool('typescript', 'tsc', ['-p', join(ROOT, 'tsconfig.json')]) },
  { name: 'unused files, exports, dependencies', run: () => runTool('knip', 'knip', ['--no-progress']) },
  { name: 'build, packed packages', run: buildAndInspectPackages },
]
if (existsSync(GENERATE)) {
  gates.push({
    name: 'generated files current',
    run: () => runNode(['--conditions=hongyan-source', GENERATE, '--check']),
  })
}

const failures = (await Promise.all(gates.map(pass))).filter((failure) => failure !== undefined)
for (const { name, output } of failures)
  console.log(`\n── ${name} ${'─'.repeat(80 - name.length)}\n${output.trim()}`)
process.exitCode = failures.length > 0 ? 1 : 0

/** Runs one gate and prints its line; undefined if it passed. */
async function pass(gate: Gate): Promise<{ name: string; output: string } | undefined> {
  const startedAt = performance.now()
  const { ok, output } = await gate.run().catch((error: unknown) => ({ ok: false, output: String(error) }))
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(`${ok ? '✓' : '✗'} ${gate.name} ${seconds} s`)
  return ok ? undefined : { name: gate.name, output }
}

async function buildAndInspectPackages(): Promise<ToolRun> {
  await build(PUBLISHABLE)
  const folder = await mkdtemp(join(tmpdir(), 'hongyan-check-'))
  try {
    const runs = await Promise.all(PUBLISHABLE.map((name) => inspectPackage(name, folder)))
    return { ok: runs.every((run) => run.ok), output: runs.map((run) => run.output).join('\n') }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What publint and Are The Types Wrong say of a package as it would be published, and whether tests slipped into it. */
async function inspectPackage(name: Publishable, folder: string): Promise<ToolRun> {
  const { tarball, files } = await pack(name, folder)
  const strays = strayFiles(files).map(
    (file) => `packages/${name} would publish ${file}, which nothing is built from`,
  )
  const runs = await Promise.all([
    runTool('publint', 'publint', ['run', tarball, '--strict']),
    runTool('@arethetypeswrong/cli', 'attw', [tarball, '--format', 'ascii', '--no-color']),
  ])
  const complaints = [...strays, ...runs.filter((run) => !run.ok).map((run) => run.output)]
  return { ok: complaints.length === 0, output: complaints.join('\n') }
}
