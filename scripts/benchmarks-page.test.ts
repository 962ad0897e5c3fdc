import { expect, test } from 'vitest'
import type { ReadingsRow, ResultRow } from '../bench/report.ts'
import { benchmarksPage } from './benchmarks-page.ts'

const run = { commit: 'abc1234', date: '2026-11-20', node: 'v24.21.0', machine: '2 × EPYC, linux' }

const result: ResultRow = {
  name: 'drain',
  compares: { zh: '发出', en: 'Sending' },
  ratio: 0.42,
  low: 0.4,
  high: 0.45,
  rounds: 10,
  discarded: 2,
  steady: true,
  ours: 4_200,
  reference: 10_000,
  unit: 'calls/s',
  aim: 'ratio ≥ 0.5',
  reached: false,
  limitedBy: { zh: '一个线程', en: 'one thread' },
  findings: [{ what: { zh: '提交', en: 'commits' }, value: 0.1, unit: 'per call' }],
  ...run,
}

const readings: ReadingsRow = {
  name: 'idle',
  what: { zh: '闲置', en: 'Idle' },
  readings: [{ what: { zh: '内存', en: 'memory' }, value: 120, unit: 'MiB', aim: '≤ 150', reached: true }],
  ...run,
}

test('a missed aim stands there with its spread, its discarded rounds and what limits it', () => {
  const page = benchmarksPage([result, readings])

  expect(page).toContain('| ✗ | `drain` | 发出<br>Sending | 4200 calls/s | 10000 calls/s |')
  expect(page).toContain('**0.42** (0.40 – 0.45) | ratio ≥ 0.5 | 10 (2) |')
  expect(page).toContain('- `drain` 一个线程 · one thread')
  expect(page).toContain('| ✓ | `idle` | 内存<br>memory | 120 MiB | ≤ 150 |')
})

test('a missed aim without an explanation is no page', () => {
  const { limitedBy: _, ...unexplained } = result

  expect(() => benchmarksPage([unexplained])).toThrow('does not say what limits it')
})

test('rows of one run share a line, and rows of another have their own', () => {
  const page = benchmarksPage([result, readings, { ...readings, name: 'tokens', commit: 'def5678' }])

  expect(page).toContain('| `abc1234` | 2026-11-20 | v24.21.0 | 2 × EPYC, linux | `drain` `idle` |')
  expect(page).toContain('| `def5678` | 2026-11-20 | v24.21.0 | 2 × EPYC, linux | `tokens` |')
})
