import { expect, test } from 'vitest'
import { CPU_MICROS, type Result } from './harness.ts'
import { readingsRow, resultRow, toJson, toText } from './report.ts'

const result: Result = {
  name: 'example',
  compares: { zh: '我们对他们', en: 'ours against theirs' },
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
  findings: [{ what: { zh: '第 99 百分位', en: 'p99' }, value: 12.34, unit: 'ms' }],
}

test('the JSON carries ratio, interval and rounds together with what they were measured on', () => {
  const [row] = JSON.parse(toJson([resultRow(result)]))

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
  expect(row.date).toMatch(/^\d{4}-\d\d-\d\d$/)
  expect(row).not.toHaveProperty('cpuMicros')
})

test('a new run takes the place of the older one of its name and leaves the others', () => {
  const older = [resultRow({ ...result, ratio: 0.5 }), resultRow({ ...result, name: 'another' })]

  const rows = JSON.parse(toJson([resultRow(result)], older))

  expect(rows).toMatchObject([
    { name: 'another', ratio: 0.934 },
    { name: 'example', ratio: 0.934 },
  ])
})

test('processor time is named as such', () => {
  const [row] = JSON.parse(toJson([resultRow({ ...result, ours: 84.3, unit: CPU_MICROS })]))

  expect(row.cpuMicros).toBe(84.3)
})

test('the text says whether the aim was reached, by which numbers, and how many rounds were thrown away', () => {
  expect(toText(resultRow(result))).toBe(
    [
      '✓ example: ratio 0.93 (95 %: 0.91 – 0.95), aim: ratio ≥ 0.9',
      '  ours against theirs',
      '  ours 41235, reference 44150 sends/s; 58 rounds, 2 more discarded for drift',
      '  p99: 12.3 ms',
    ].join('\n'),
  )
})

test('a reading is held against its own bounds', () => {
  const measurement = {
    name: 'idle',
    what: { zh: '闲置', en: 'Idle' },
    take: () => Promise.reject(new Error('not taken by the report')),
  }
  const memory = { what: { zh: '内存', en: 'memory' }, value: 151, unit: 'MiB', aim: { atMost: 150 } }
  const calls = {
    what: { zh: '调用', en: 'calls' },
    value: 8,
    unit: 'calls',
    aim: { atLeast: 8, atMost: 8 },
  }

  expect(toText(readingsRow(measurement, [memory, calls]))).toBe(
    ['idle: Idle', '  ✗ memory: 151 MiB, aim: ≤ 150', '  ✓ calls: 8 calls, aim: = 8'].join('\n'),
  )
})
