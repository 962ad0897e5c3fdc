import { expect } from 'vitest'
import type { Bench } from './bench.ts'
import { codeOf, DingTalkCaller, expectAccepted, type Report } from './dingtalk-caller.ts'
import { proveFacts } from './prove.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

proveFacts('dingtalk.allowance', (fact) => {
  fact('dingtalk.allowance.limit.same-content', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    for (let copy = 0; copy < bench.figure; copy++) await dingtalk.sendText()
    const report = await dingtalk.report(await dingtalk.sendText())

    expect(report.forbidden).toMatchObject([{ code: '143106', count: bench.figure }])
    expect(dingtalk.phone()).toHaveLength(bench.figure)
  })

  fact('dingtalk.allowance.limit.per-person-per-day', async (bench) => {
    bench.lower('dingtalk.perPersonPerDay', 2)

    expect((await beyondTwoADay(bench)).forbidden).toMatchObject([{ code: '143105' }])
    expect(new DingTalkCaller(bench).phone()).toHaveLength(2)
  })

  fact('dingtalk.allowance.behaviour.count-is-threshold', async (bench) => {
    bench.control.setLimits({ 'dingtalk.perPersonPerDay': 2 })

    expect((await beyondTwoADay(bench)).forbidden).toMatchObject([{ code: '143105', count: 2 }])
  })

  fact('dingtalk.allowance.limit.recipients-per-send', async (bench) => {
    bench.lower('dingtalk.recipientsPerSend', 2)
    const dingtalk = new DingTalkCaller(bench)
    const people = dingtalk.userids().slice(0, 3)

    expectAccepted(await dingtalk.sendText('x', { userid_list: people.slice(0, 2).join(',') }))
    expect(codeOf(await dingtalk.sendText('y', { userid_list: people.join(',') }))).toBe(41029)
  })

  fact('dingtalk.allowance.limit.recipients-per-minute', async (bench) => {
    for (const limit of ['dingtalk.recipientsPerMinute', 'dingtalk.corpRecipientsPerMinute']) {
      expect(bench.control.limits()[limit]).toBe(bench.figure)
    }
    const first = await excessOf(bench, 'dingtalk.recipientsPerMinute')
    bench.control.advance(MINUTE_MS)
    const second = await excessOf(bench, 'dingtalk.corpRecipientsPerMinute')

    expect([first, second]).toEqual([
      { codes: ['143103'], reached: 2 },
      { codes: ['143104'], reached: 2 },
    ])
  })

  fact.open('dingtalk.fourthAllStaffSend', 'dingtalk.allowance.limit.all-staff-per-day', {
    silent_drop: async (bench) => {
      const dingtalk = new DingTalkCaller(bench)
      await sendToAll(bench, bench.figure)

      expectAccepted(await dingtalk.sendText('one more', { to_all_user: true }))
      expect(dingtalk.phone()).toHaveLength(bench.figure)
    },
    41045: async (bench) => {
      const dingtalk = new DingTalkCaller(bench)
      await sendToAll(bench, bench.figure)

      expect(codeOf(await dingtalk.sendText('one more', { to_all_user: true }))).toBe(41045)
      expect(dingtalk.phone()).toHaveLength(bench.figure)
    },
  })

  fact('dingtalk.allowance.behaviour.over-quota-is-success', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const [first = '', second = ''] = dingtalk.userids()
    await dingtalk.sendText('x', { userid_list: first })
    const report = await dingtalk.report(await dingtalk.sendText('x', { userid_list: `${first},${second}` }))

    expect(report.list('forbidden_user_id_list')).toEqual([first])
    expect(report.forbidden).toMatchObject([{ userid: first }])
    expect(report.list('unread_user_id_list')).toEqual([second])
    expect(dingtalk.phone(second)).toHaveLength(1)
  })

  fact.open('dingtalk.dayBoundary', 'dingtalk.allowance.behaviour.day-boundary', {
    // Proofs begin at ten in the morning in China.
    natural_day: async (bench) => expect(await repeatsAfter(bench, [14 * HOUR_MS - 1, 1])).toEqual([1, 2]),
    rolling_24h: async (bench) => expect(await repeatsAfter(bench, [24 * HOUR_MS - 1, 1])).toEqual([1, 2]),
  })

  fact.open('dingtalk.sameContent', 'dingtalk.allowance.behaviour.same-content-equality', {
    canonical_json: async (bench) => {
      expect(await copiesOf(bench, [link('a'), reordered(link('a')), link('b')])).toBe(2)
    },
    visible_text: async (bench) => {
      expect(await copiesOf(bench, [link('a'), reordered(link('a')), link('b')])).toBe(1)
    },
  })

  fact('dingtalk.allowance.behaviour.same-content-scope', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const [first, second] = dingtalk.userids()
    await dingtalk.sendText('x', { userid_list: first })
    await dingtalk.sendText('x', { userid_list: second })
    await dingtalk.sendText('x', { userid_list: first }, 'ops')

    expect([dingtalk.phone(first).length, dingtalk.phone(second).length]).toEqual([2, 1])
  })

  fact('dingtalk.allowance.behaviour.timestamp-workaround', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    await dingtalk.sendText('disk full 10:00:00')
    await dingtalk.sendText('disk full 10:00:01')

    expect(dingtalk.phone()).toHaveLength(2)
  })
})

async function beyondTwoADay(bench: Bench): Promise<Report> {
  const dingtalk = new DingTalkCaller(bench)
  await dingtalk.sendText('1')
  await dingtalk.sendText('2')
  return dingtalk.report(await dingtalk.sendText('3'))
}

/** Sends to three people under a limit of two; the limit is back to its own figure afterwards. */
async function excessOf(bench: Bench, limit: string): Promise<{ codes: string[]; reached: number }> {
  const dingtalk = new DingTalkCaller(bench)
  bench.control.setLimits({ [limit]: 2 })
  const people = dingtalk.userids().slice(0, 3).join(',')
  const report = await dingtalk.report(await dingtalk.sendText(limit, { userid_list: people }))
  bench.control.setLimits({ [limit]: bench.figure })
  const forbidden = Array.isArray(report.forbidden) ? report.forbidden : []
  return {
    codes: forbidden.map(({ code }: { code: string }) => code),
    reached: report.list('unread_user_id_list').length,
  }
}

async function sendToAll(bench: Bench, times: number): Promise<void> {
  const dingtalk = new DingTalkCaller(bench)
  for (let time = 0; time < times; time++) {
    expectAccepted(await dingtalk.sendText(`all ${time}`, { to_all_user: true }))
  }
}

/** The same text again after each wait; how many copies the phone has then. */
async function repeatsAfter(bench: Bench, waits: number[]): Promise<number[]> {
  const dingtalk = new DingTalkCaller(bench)
  await dingtalk.sendText()
  const copies: number[] = []
  for (const wait of waits) {
    bench.control.advance(wait)
    await dingtalk.sendText()
    copies.push(dingtalk.phone().length)
  }
  return copies
}

async function copiesOf(bench: Bench, messages: object[]): Promise<number> {
  const dingtalk = new DingTalkCaller(bench)
  for (const message of messages) expectAccepted(await dingtalk.send(message))
  return dingtalk.phone().length
}

/** What is seen is the same whatever the path. */
function link(path: string) {
  const fields = { messageUrl: `https://example.com/${path}`, picUrl: '@pic', title: 'title', text: 'text' }
  return { msgtype: 'link', link: fields }
}

function reordered({ msgtype, link: fields }: ReturnType<typeof link>): object {
  return { link: Object.fromEntries(Object.entries(fields).reverse()), msgtype }
}
