import { expect } from 'vitest'
import type { Bench } from './bench.ts'
import { codeOf, DingTalkCaller, expectCode } from './dingtalk-caller.ts'
import { proveNewHostQuotas } from './dingtalk-new-host-facts.ts'
import { proveFacts } from './prove.ts'
import { shapeOf } from './shape.ts'

const LOOK_UP = '/topapi/v2/user/getbymobile'
/** Proofs begin on 10 March in China. */
const UNTIL_APRIL_MS = Date.parse('2026-04-01T00:00:00+08:00') - Date.parse('2026-03-10T10:00:00+08:00')

proveFacts('dingtalk.quota', (fact) => {
  proveNewHostQuotas(fact)

  fact('dingtalk.quota.limit.qps', async (bench) => {
    await expectCallsASecond(bench)
    bench.control.advance(1000)

    expect(await codesOfLookUps(bench, 1)).toEqual(['0'])
  })

  fact('dingtalk.quota.limit.qps-professional', async (bench) => {
    await useProfessionalEdition(bench)

    await expectCallsASecond(bench)
  })

  fact('dingtalk.quota.limit.qps-add-on', async (bench) => {
    bench.control.setLimits({ 'dingtalk.qps': bench.figure })

    await expectCallsASecond(bench)
  })

  fact('dingtalk.quota.code.90018', async (bench) => {
    bench.control.setLimits({ 'dingtalk.qps': 0 })
    const answer = await new DingTalkCaller(bench).lookUp('13800000001')

    expectCode(answer, bench.code)
    expect(answer.json.errcode).toBe(88)
  })

  fact('dingtalk.quota.code.90002', async (bench) => {
    bench.control.setLimits({ 'dingtalk.interfaceQps': 0 })
    const answer = await new DingTalkCaller(bench).lookUp('13800000001')

    expectCode(answer, bench.code)
    expect(answer.json.errcode).toBe(88)
  })

  fact('dingtalk.quota.limit.ip', async (bench) => {
    bench.lower('dingtalk.ipCalls', 3)
    const { raw } = bench
    const answers = await inTurn(4, () => raw('GET', '/gettoken'))
    bench.control.advance(20_000)
    const afterTheWindow = await raw('GET', '/gettoken')

    expect(answers.map(({ json }) => json.punish)).toEqual([undefined, undefined, undefined, 'deny'])
    expect(afterTheWindow.json.punish).toBe('deny')
  })

  fact('dingtalk.quota.example.ip', async (bench) => {
    bench.control.setLimits({ 'dingtalk.ipCalls': 0 })
    const { json } = await bench.raw('GET', '/gettoken')
    const { uuid: _, ...printed } = JSON.parse(bench.response)

    expect(json).toMatchObject(printed)
    expect(shapeOf(json)).toEqual(shapeOf(JSON.parse(bench.response)))
  })

  fact('dingtalk.quota.limit.ip-block', async (bench) => {
    bench.control.setLimits({ 'dingtalk.ipCalls': 1 })
    await inTurn(2, () => bench.raw('GET', '/gettoken'))
    bench.control.advance(bench.figure * 60_000 - 1)
    const during = await bench.raw('GET', '/gettoken')
    bench.control.advance(1)
    const after = await bench.raw('GET', '/gettoken')

    expect([during.json.punish, after.json.errcode]).toEqual(['deny', 40035])
  })

  fact('dingtalk.quota.limit.monthly', async (bench) => {
    bench.lower('dingtalk.monthlyCalls', 2)
    const codes = await codesOfSends(bench, 3)
    bench.control.advance(UNTIL_APRIL_MS - 1)
    const lastOfMarch = await codesOfSends(bench, 1)
    bench.control.advance(1)

    expect([codes, lastOfMarch, await codesOfSends(bench, 1)]).toEqual([['0', '0', 90020], [90020], ['0']])
  })

  fact('dingtalk.quota.code.90020', async (bench) => {
    bench.control.setLimits({ 'dingtalk.monthlyCalls': 0 })
    const answer = await new DingTalkCaller(bench).sendText()

    expectCode(answer, bench.code)
    expect(answer.json.errcode).toBe(88)
  })

  fact('dingtalk.quota.limit.monthly-professional', async (bench) => {
    await useProfessionalEdition(bench)
    bench.lower('dingtalk.monthlyCalls', 1)

    expect(await codesOfSends(bench, 2)).toEqual(['0', 90020])
  })

  fact('dingtalk.quota.limit.monthly-add-on', async (bench) => {
    bench.control.setLimits({ 'dingtalk.monthlyCalls': 1 })
    const withoutPack = await codesOfSends(bench, 2)
    bench.control.setLimits({ 'dingtalk.monthlyCalls': 1 + bench.figure })

    expect([withoutPack, await codesOfSends(bench, 1)]).toEqual([['0', 90020], ['0']])
  })

  fact('dingtalk.quota.behaviour.no-retry-after', async (bench) => {
    bench.control.setLimits({ 'dingtalk.qps': 0 })
    const { headers } = await new DingTalkCaller(bench).lookUp('13800000001')

    expect(headers).not.toHaveProperty('retry-after')
  })

  fact('dingtalk.quota.behaviour.metered', async (bench) => {
    bench.control.setLimits({ 'dingtalk.monthlyCalls': 1 })
    const dingtalk = new DingTalkCaller(bench)
    const first = await dingtalk.sendText('1')
    const second = await dingtalk.ask('getsendprogress', first.json.task_id)

    expect([codeOf(first), codeOf(second)]).toEqual(['0', 90020])
  })

  fact('dingtalk.quota.behaviour.rejected-not-counted', async (bench) => {
    bench.control.setLimits({ 'dingtalk.monthlyCalls': 2, 'dingtalk.qps': 1 })
    const first = await codesOfSends(bench, 3)
    bench.control.advance(1000)
    const second = await codesOfSends(bench, 1)
    bench.control.advance(1000)

    expect([first, second, await codesOfSends(bench, 1)]).toEqual([['0', 90018, 90018], ['0'], [90020]])
  })

  fact('dingtalk.quota.limit.retry', async (bench) => {
    bench.control.setFault({ path: LOOK_UP, times: bench.figure, action: { errcode: -1 } })

    expect(await codesOfLookUps(bench, bench.figure + 1)).toEqual([
      ...Array<number>(bench.figure).fill(-1),
      '0',
    ])
  })

  fact('dingtalk.quota.behaviour.blind-retry', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const path = '/topapi/message/corpconversation/asyncsend_v2'
    bench.control.setFault({ path, times: 1, action: 'reset_after' })
    await expect(dingtalk.sendText()).rejects.toThrow()
    const report = await dingtalk.report(await dingtalk.sendText())

    expect(report.forbidden).toMatchObject([{ code: '143106' }])
    expect(dingtalk.phone()).toHaveLength(1)
  })
})

async function useProfessionalEdition({ raw }: Bench): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const { status } = await raw('POST', '/_sandbox/limits', { headers, body: '{"edition":"professional"}' })
  expect(status).toBe(200)
}

/** The figure's calls pass within one second; the next one is refused. */
async function expectCallsASecond(bench: Bench): Promise<void> {
  const codes = await codesOfLookUps(bench, bench.figure + 1)

  expect(codes).toEqual([...Array<string>(bench.figure).fill('0'), 90018])
}

async function codesOfLookUps(bench: Bench, times: number): Promise<unknown[]> {
  const dingtalk = new DingTalkCaller(bench)
  return (await inTurn(times, () => dingtalk.lookUp('13800000001'))).map(codeOf)
}

async function codesOfSends(bench: Bench, times: number): Promise<unknown[]> {
  const dingtalk = new DingTalkCaller(bench)
  return (await inTurn(times, (time) => dingtalk.sendText(`message ${time}`))).map(codeOf)
}

async function inTurn<T>(times: number, act: (time: number) => Promise<T>): Promise<T[]> {
  const results: T[] = []
  for (let time = 0; time < times; time++) results.push(await act(time))
  return results
}
