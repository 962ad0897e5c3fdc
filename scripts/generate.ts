// `npm run generate`: writes the files that follow from others. With `--check` it writes nothing and names what is stale.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { renderFidelityPage } from '../e2e/facts/fidelity-page.ts'
import { renderBenchmarksPage } from './benchmarks-page.ts'
import { renderChannelsPage } from './channels-page.ts'
import { renderErrorsPage } from './errors-page.ts'
import { renderStatesPage } from './states-page.ts'
import { ROOT } from './workspace.ts'

interface Generated {
  /** Relative to the repository. */
  readonly file: string
  readonly render: () => string | Promise<string>
}

/** One line for each generated file. */
const generated: readonly Generated[] = [
  { file: 'docs/benchmarks.md', render: renderBenchmarksPage },
  { file: 'docs/channels.md', render: renderChannelsPage },
  { file: 'docs/errors.md', render: renderErrorsPage },
  { file: 'docs/fidelity.md', render: renderFidelityPage },
  { file: 'docs/states.md', render: renderStatesPage },
]

const checks = process.argv.includes('--check')
const stale: string[] = []
for (const { file, render } of generated) {
  const path = join(ROOT, file)
  const wanted = await render()
  const current = await readFile(path, 'utf8').catch(() => undefined)
  if (current === wanted) continue
  stale.push(file)
  if (!checks) await writeFile(path, wanted)
}

const say = (sentence: string) => process.stdout.write(`${sentence}\n`)
if (stale.length === 0) say('Every generated file is current.')
else if (checks) say(`Stale: ${stale.join(', ')}. Run \`npm run generate\` and commit the result.`)
else say(`Written: ${stale.join(', ')}`)
if (checks && stale.length > 0) process.exitCode = 1
