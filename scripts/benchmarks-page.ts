import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Text } from '@hongyan/contract'
import { type ReadingsRow, type ResultRow, type Row, sayValue } from '../bench/report.ts'
import { bothLanguages, markdownTable } from './markdown-table.ts'
import { ROOT } from './workspace.ts'

const RESULTS = join(ROOT, 'bench', 'results', 'benchmarks.json')

/** `docs/benchmarks.md`: what the last run found, as its JSON has it. */
export async function renderBenchmarksPage(): Promise<string> {
  // Written by `npm run bench -- --json` and by nothing else.
  const rows = JSON.parse(await readFile(RESULTS, 'utf8')) as Row[]
  return benchmarksPage(rows)
}

export function benchmarksPage(rows: readonly Row[]): string {
  const results = rows.filter((row) => 'ratio' in row)
  const readings = rows.filter((row) => 'readings' in row)
  return [
    HEAD,
    comparisons(results),
    ...list(FINDINGS_HEAD, results.flatMap(findingLines)),
    READINGS_HEAD,
    readingsTable(readings),
    ...list(MISSED_HEAD, [...results.flatMap(missedResult), ...readings.flatMap(missedReadings)]),
    RUNS_HEAD,
    runs(rows),
  ].join('\n')
}

const HEAD = `# 性能对照 · Benchmarks

<!-- 由 npm run generate 根据 bench/results/benchmarks.json 生成，请勿手改 · Written by npm run generate -->

只有**比值**能说明问题：我们和对照在同一台机器上、同一段时间里、一轮一轮交替运行，每轮谁先谁后由抽签决定。比值是各轮比值的中位数，括号里是 95 % 区间（自助法）。
机器忽快忽慢的轮次作废并计数；几乎每轮都这样时，结果标 “?”，只是个量级，不作数。网关是随包装发的进程，经 \`POST /v1/messages\` 收下，限额、意图、结果都照常落盘；
平台收到的次数与收下的不等，那一轮就没有结果。重跑：\`npm run bench -- --json bench/results/benchmarks.json && npm run generate\`。

Only **ratios** tell anything: ours and the reference run on one machine in the same minutes, in turn, round by round, in an order drawn anew each time. A ratio is the
median of the rounds' ratios, with its 95 % interval (bootstrap). Rounds during which the machine's speed drifted by more than 10 % are discarded and counted; where
almost all did, the result is marked “?”: an order of magnitude, no claim. The gateway is the shipped process and takes everything by \`POST /v1/messages\`, with limits,
intents and outcomes on disk; a round in which the platform counts other than what was accepted has no result.
`

const FINDINGS_HEAD = '## 同一轮里还看到 · Also seen in these rounds\n'

const READINGS_HEAD = '## 不需要对照的数 · Figures without a reference\n'

const MISSED_HEAD = '## 没有达到的，受什么限制 · What is missed, and what limits it\n'

const RUNS_HEAD = '## 哪一次运行 · Which run\n'

function comparisons(rows: readonly ResultRow[]): string {
  return markdownTable(
    [
      '',
      '名称 name',
      '比什么 what',
      '我们 ours',
      '对照 reference',
      '比值 ratio',
      '目标 aim',
      '轮次（作废） rounds (discarded)',
    ],
    rows.map((row) => [
      row.steady ? mark(row.reached) : '?',
      `\`${row.name}\``,
      bothLanguages(row.compares),
      `${sayValue(row.ours)} ${row.unit}`,
      `${sayValue(row.reference)} ${row.unit}`,
      `**${row.ratio.toFixed(2)}** (${row.low.toFixed(2)} – ${row.high.toFixed(2)})`,
      row.aim,
      `${row.rounds} (${row.discarded})`,
    ]),
  )
}

const findingLines = ({ name, findings }: ResultRow): string[] =>
  findings.map(({ what, value, unit }) => line(name, what, `${sayValue(value)} ${unit}`))

function readingsTable(rows: readonly ReadingsRow[]): string {
  return markdownTable(
    ['', '名称 name', '什么 what', '数值 value', '目标 aim'],
    rows.flatMap(({ name, readings }) =>
      readings.map(({ what, value, unit, aim, reached }) => [
        mark(reached),
        `\`${name}\``,
        bothLanguages(what),
        `${sayValue(value)} ${unit}`,
        aim,
      ]),
    ),
  )
}

const missedResult = ({ name, reached, limitedBy }: ResultRow): string[] =>
  reached ? [] : [limit(name, limitedBy)]

const missedReadings = ({ name, readings }: ReadingsRow): string[] =>
  readings.filter(({ reached }) => !reached).map(({ what, limitedBy }) => limit(name, limitedBy, what))

/** @throws for an aim that is missed without a word on why: then the page would only hint at it. */
function limit(name: string, limitedBy: Text | undefined, what?: Text): string {
  if (!limitedBy) throw new Error(`${name} misses its aim, and its benchmark does not say what limits it.`)
  const { zh, en } = limitedBy
  return what ? line(name, { zh: `${what.zh}：${zh}`, en: `${what.en}: ${en}` }) : line(name, limitedBy)
}

const line = (name: string, { zh, en }: Text, figure = ''): string =>
  `- \`${name}\` ${zh} · ${en}${figure && `：${figure}`}`

const list = (head: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [head, ...lines, '']

function runs(rows: readonly Row[]): string {
  const ofRun = Map.groupBy(rows, ({ commit, date, node, machine }) =>
    JSON.stringify([`\`${commit}\``, date, node, machine]),
  )
  return markdownTable(
    ['commit', '日期 date', 'Node', '机器 machine', '名称 names'],
    [...ofRun].map(([run, members]) => [
      ...JSON.parse(run),
      members.map(({ name }) => `\`${name}\``).join(' '),
    ]),
  )
}

const mark = (reached: boolean): string => (reached ? '✓' : '✗')
