import { expect, test } from 'vitest'
import { type Benchmark, CPU_MICROS, type Result } from './harness.ts'
import { toJson, toText } from './report.ts'

const result: Result = {
  name: 'example',
  ratio: 0.934,
  low: 0.91,
  high: 0.95,
  rounds: 58,
  discarded: 2,
  steady: true,
  ours: 41_234.5,
  reference: 44_150.1,
  unit: 'sends/s',
  aim: { of: 'ratio', atLeast: 0.9 },
  reached: true,
}

test('the JSON carries ratio, interval and rounds together with what they were measured on', () => {
  const [row] = JSON.parse(toJson([result]))

  expect(row).toMatchObject({
    name: 'example',
    ratio: 0.934,
    low: 0.91,
    high: 0.95,
    rounds: 58,
    discarded: 2,
    steady: true,
  })
  expect(row).toMatchObject({ aim: 'ratio ≥ 0.9', reached: true, node: process.version })
  expect(row.commit).toMatch(/./)
  expect(row.machine).toMatch(/^\d+ × /)
  expect(row).not.toHaveProperty('cpuMicros')
})

test('processor time is named as such', () => {
  const [row] = JSON.parse(toJson([{ ...result, ours: 84.3, unit: CPU_MICROS }]))

  expect(row.cpuMicros).toBe(84.3)
})

test('the text says whether the aim was reached, by which numbers, and how many rounds were thrown away', () => {
  const benchmark: Benchmark = {
    name: result.name,
    compares: 'ours against theirs',
    unit: result.unit,
    aim: result.aim,
    start: () => Promise.reject(new Error('not started by the report')),
  }

  expect(toText(benchmark, result)).toBe(
    [
      '✓ example: ratio 0.93 (95 %: 0.91 – 0.95), aim: ratio ≥ 0.9',
      '  ours against theirs',
      '  ours 41235, reference 44150 sends/s; 58 rounds, 2 more discarded for drift',
    ].join('\n'),
  )
})
