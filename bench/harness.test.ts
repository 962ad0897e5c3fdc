import { describe, expect, test } from 'vitest'
import { type Benchmark, type Contest, measure } from './harness.ts'
import { median, medianInterval } from './statistics.ts'

const benchmark: Benchmark = {
  name: 'example',
  compares: { zh: '无', en: 'nothing' },
  unit: '1/s',
  aim: { of: 'ratio', atLeast: 0.9 },
  start: () => Promise.reject(new Error('not started by the harness')),
}

/** A contest that yields given values round by round and notes the order of its sides. */
function contestOf(rounds: readonly (readonly [ours: number, reference: number])[]) {
  const order: string[] = []
  const next = (side: 'ours' | 'reference') => {
    order.push(side)
    const [ours, reference] = rounds[Math.floor((order.length - 1) / 2)] ?? [0, 0]
    return Promise.resolve(side === 'ours' ? ours : reference)
  }
  const contest: Contest = {
    ours: () => next('ours'),
    reference: () => next('reference'),
    stop: () => Promise.resolve(),
  }
  return { contest, order }
}

/** Yields given values in turn, the last one for ever. */
function sequence(...values: number[]): () => number {
  return () => (values.length > 1 ? values.shift() : values[0]) ?? 0
}

const steadily = sequence(20)

describe('measuring a contest', () => {
  test('the ratio is the median over rounds, and warm-up rounds do not count', async () => {
    const { contest } = contestOf([
      [1, 1000],
      [80, 100],
      [95, 100],
      [300, 100],
    ])

    const result = await measure(
      benchmark,
      contest,
      { warmUps: 1, rounds: 3 },
      { random: Math.random, spin: steadily },
    )

    expect(result).toMatchObject({ name: 'example', ratio: 0.95, rounds: 3, discarded: 0, reached: true })
    expect(result).toMatchObject({ ours: 95, reference: 100, low: 0.8, high: 3 })
  })

  test('both sides run in every round, in an order drawn for each', async () => {
    const { contest, order } = contestOf([
      [1, 1],
      [1, 1],
    ])
    const random = sequence(0.2, 0.8)

    await measure(benchmark, contest, { warmUps: 0, rounds: 2 }, { random, spin: steadily })

    expect(order).toEqual(['ours', 'reference', 'reference', 'ours'])
  })

  test('rounds during which the machine drifted by more than 10 % are discarded and counted', async () => {
    const { contest } = contestOf([[90, 100], [10, 100], ...Array(4).fill([92, 100]), [94, 100]])
    const steady = [20, 20, 20]
    const spin = sequence(...steady, 20, 23, 20, ...Array(5).fill([20, 21, 20]).flat())

    const result = await measure(benchmark, contest, { warmUps: 0, rounds: 7 }, { random: Math.random, spin })

    expect(result).toMatchObject({ rounds: 6, discarded: 1, steady: true })
    expect(result.ratio).toBeCloseTo(0.92)
  })

  test('a machine that never ran steadily still gives a result, which says that it is no claim', async () => {
    const { contest } = contestOf(Array(6).fill([90, 100]))
    const spin = sequence(...Array(6).fill([20, 30, 40]).flat())

    const result = await measure(benchmark, contest, { warmUps: 0, rounds: 6 }, { random: Math.random, spin })

    expect(result).toMatchObject({ rounds: 6, discarded: 0, steady: false })
  })

  test('an aim may bound our own value instead of the ratio', async () => {
    const { contest } = contestOf([[250, 100]])
    const costs: Benchmark = { ...benchmark, aim: { of: 'ours', atMost: 200 } }

    const result = await measure(
      costs,
      contest,
      { warmUps: 0, rounds: 1 },
      { random: Math.random, spin: steadily },
    )

    expect(result.reached).toBe(false)
  })
})

describe('statistics', () => {
  test('the median of an even number of values lies between the middle two', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5)
  })

  test('the interval of the median narrows as rounds agree', () => {
    const wide = medianInterval([0.5, 0.7, 0.9, 1.1, 1.3])
    const narrow = medianInterval([0.88, 0.89, 0.9, 0.91, 0.92])

    expect(wide.low).toBeLessThan(narrow.low)
    expect(wide.high).toBeGreaterThan(narrow.high)
    expect(narrow.low).toBeLessThanOrEqual(0.9)
    expect(narrow.high).toBeGreaterThanOrEqual(0.9)
  })
})
