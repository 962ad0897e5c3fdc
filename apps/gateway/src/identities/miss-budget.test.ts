import { afterEach, beforeEach, expect, test } from 'vitest'
import { type PipelineBench, startPipelineBench } from '../deliveries/test-bench.ts'

let bench: PipelineBench
beforeEach(async () => {
  bench = await startPipelineBench()
})
afterEach(() => bench.close())

const LOOK_UP = '/topapi/v2/user/getbymobile'
/** Without seats told, ten misses a day. */
const BUDGET = 10

const nobodies = (count: number) =>
  Array.from({ length: count }, (_, index) => `mobile:139000000${index + 10}`)

async function sendTo(to: string[], words: string) {
  const id = await bench.send({ accounts: ['hr-ding'], to, content: { type: 'text', text: words } })
  // Look-ups are paced: a crowd takes a few turns.
  for (let turn = 0; turn < 5; turn++) await bench.pass(5_000)
  return bench.deliveries(id)
}

test('questions under way do not use up the budget of misses: a known person is not failed because of them', async () => {
  await sendTo(nobodies(BUDGET - 1), 'nobody')
  const known = bench.sandbox.control
    .company()
    .employees.filter(({ state, dingtalk }) => state === 'active' && dingtalk)
    .slice(0, 30)

  const deliveries = await sendTo(
    known.map(({ mobile }) => `mobile:${mobile}`),
    'everybody',
  )

  expect(new Set(deliveries.map(({ state }) => state))).toEqual(new Set(['sent']))
})

test('once the misses of a day are spent, nobody else is asked for, and the day after they are again', async () => {
  await sendTo(nobodies(BUDGET), 'nobody')
  const asked = bench.calls(LOOK_UP)

  expect(await sendTo(['mobile:13900000099'], 'too many')).toMatchObject([
    { state: 'failed', code: 'lookup_budget', final: true },
  ])
  expect(bench.calls(LOOK_UP)).toBe(asked)

  await bench.pass(24 * 3_600_000)
  expect(await sendTo(['mobile:13900000098'], 'a new day')).toMatchObject([{ code: 'unknown_person' }])
})
