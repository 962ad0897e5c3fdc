import { expect } from 'vitest'
import { type Bench, present } from './bench.ts'
import { proveFacts } from './prove.ts'
import { expectCode, WecomCaller } from './wecom-caller.ts'
import { proveGroupQuota } from './wecom-group-quota.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const baseLimits = [
  'wecom.callsPerMinute',
  'wecom.callsPerHour',
  'wecom.ipCallsPerMinute',
  'wecom.ipCallsPerHour',
]

proveFacts('wecom.quota', (fact) => {
  proveGroupQuota(fact)

  const named = { 'corp-minute': 0, 'corp-hour': 1, 'ip-minute': 2, 'ip-hour': 3 }
  for (const [name, index] of Object.entries(named)) {
    fact(`wecom.quota.limit.${name}`, async (bench) => {
      bench.lower(present(baseLimits[index]), 3)

      expect(await lookUps(bench, 4)).toEqual([0, 0, 0, 45009])
    })
  }

  fact('wecom.quota.limit.block-minute', (bench) =>
    expectBlock(bench, 'wecom.callsPerMinute', bench.figure * 1000),
  )
  fact('wecom.quota.limit.block-hour', (bench) =>
    expectBlock(bench, 'wecom.callsPerHour', bench.figure * MINUTE_MS),
  )

  fact.open('wecom.dailyQuota', 'wecom.quota.limit.seats-per-day', {
    45009: async (bench) => {
      lowerToThreePersonTimes(bench)

      expect(await codesOfSends(bench, 4)).toEqual([0, 0, 0, 45009])
      expect(new WecomCaller(bench).phone()).toHaveLength(3)
    },
    silent_drop: async (bench) => {
      lowerToThreePersonTimes(bench)

      expect(await codesOfSends(bench, 4)).toEqual([0, 0, 0, 0])
      expect(new WecomCaller(bench).phone()).toHaveLength(3)
    },
  })

  fact.under({ 'wecom.dailyQuota': '45009' }, 'wecom.quota.behaviour.block-day', async (bench) => {
    bench.control.setLimits({ 'wecom.personTimesPerSeatPerDay': 1 })
    const toAll = async () => (await new WecomCaller(bench).sendText('x', { touser: '@all' })).json.errcode
    const [fits, begin] = [await toAll(), await toAll()]
    // Not everybody is in range: but for the block, one more person would fit in what is left.
    // Ten in the morning in China: fourteen hours of this natural day are left.
    bench.control.advance(14 * HOUR_MS - 1)
    const lastMoment = (await codesOfSends(bench, 1))[0]
    bench.control.advance(1)

    expect([fits, begin, lastMoment, ...(await codesOfSends(bench, 1))]).toEqual([0, 45009, 45009, 0])
  })

  fact('wecom.quota.limit.member-minute', async (bench) => {
    const codes = await codesOfSends(bench, bench.figure + 1)
    const copies = new WecomCaller(bench).phone().length
    bench.control.advance(MINUTE_MS)
    await codesOfSends(bench, 1)

    expect(new Set(codes)).toEqual(new Set([0]))
    expect([copies, new WecomCaller(bench).phone().length]).toEqual([bench.figure, bench.figure + 1])
  })

  fact('wecom.quota.limit.member-hour', async (bench) => {
    bench.lower('wecom.memberPerHour', 2)
    const codes = await codesOfSends(bench, 3)
    const copies = new WecomCaller(bench).phone().length
    bench.control.advance(HOUR_MS)
    await codesOfSends(bench, 1)

    expect(codes).toEqual([0, 0, 0])
    expect([copies, new WecomCaller(bench).phone().length]).toEqual([2, 3])
  })

  fact('wecom.quota.behaviour.member-errcode-0', async (bench) => {
    bench.control.setLimits({ 'wecom.memberPerMinute': 0 })
    const { json } = await new WecomCaller(bench).sendText()

    expect(json).toMatchObject({ errcode: 0, errmsg: 'ok' })
    expect(new WecomCaller(bench).phone()).toEqual([])
  })

  fact('wecom.quota.behaviour.send-not-in-base', async (bench) => {
    bench.control.setLimits(Object.fromEntries(baseLimits.map((limit) => [limit, 1])))

    expect(await codesOfSends(bench, 3)).toEqual([0, 0, 0])
  })

  fact('wecom.quota.code.45009', async (bench) => {
    bench.control.setLimits({ 'wecom.callsPerHour': 0 })

    expectCode(await new WecomCaller(bench).post('user/getuserid', { mobile: '13800000001' }), bench.code)
  })

  fact('wecom.quota.code.45033', async (bench) => {
    bench.control.setFault({ path: '/cgi-bin/user/getuserid', times: 1, action: { errcode: 45033 } })

    expectCode(await new WecomCaller(bench).post('user/getuserid', { mobile: '13800000001' }), bench.code)
  })

  fact('wecom.quota.limit.retry', async (bench) => {
    bench.control.setFault({ path: '/cgi-bin/message/send', times: bench.figure, action: { errcode: -1 } })

    expect(await codesOfSends(bench, bench.figure + 1)).toEqual([...Array<number>(bench.figure).fill(-1), 0])
  })
})

async function lookUps(bench: Bench, times: number): Promise<unknown[]> {
  const wecom = new WecomCaller(bench)
  const codes: unknown[] = []
  for (let time = 0; time < times; time++) {
    codes.push((await wecom.post('user/getuserid', { mobile: '13800000001' })).json.errcode)
  }
  return codes
}

async function codesOfSends(bench: Bench, times: number): Promise<unknown[]> {
  const wecom = new WecomCaller(bench)
  const codes: unknown[] = []
  for (let time = 0; time < times; time++) codes.push((await wecom.sendText(`message ${time}`)).json.errcode)
  return codes
}

async function expectBlock(bench: Bench, limit: string, ms: number): Promise<void> {
  bench.control.setLimits({ [limit]: 1 })
  await lookUps(bench, 2)
  bench.control.advance(ms - 1)
  const [during] = await lookUps(bench, 1)
  bench.control.advance(1)
  const [after] = await lookUps(bench, 1)

  expect([during, after]).toEqual([45009, 0])
}

/** The sandbox multiplies the figure by the corp's seats. */
function lowerToThreePersonTimes(bench: Bench): void {
  bench.lower('wecom.personTimesPerSeatPerDay', 3.5 / bench.control.company().total)
}
