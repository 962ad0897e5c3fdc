import { expect } from 'vitest'
import { type Bench, present } from './bench.ts'
import { codeOf, DingTalkCaller, expectAccepted, expectCode, expectRefused } from './dingtalk-caller.ts'
import { proveStatusBar } from './dingtalk-media-facts.ts'
import { proveFacts } from './prove.ts'
import { isObject } from './raw-http.ts'
import { expectLike, shapeOf } from './shape.ts'

const WORK = '/topapi/message/corpconversation'
const HOUR_MS = 3_600_000
const NUMBERS = { 'dingtalk.successErrcode': 'number' }
const PLAIN_LISTS = { 'dingtalk.resultLists': 'arrays', 'dingtalk.emptyLists': 'present' }

/** Third-party apps only; nothing to prove. */
proveFacts('dingtalk.template', () => {})

proveFacts('dingtalk.task', (fact) => {
  proveStatusBar(fact)

  for (const name of ['getsendprogress', 'getsendresult'] as const) {
    fact(`dingtalk.task.endpoint.${name}`, async (bench) => {
      const dingtalk = new DingTalkCaller(bench)
      const { task_id } = (await dingtalk.sendText()).json
      dingtalk.settle()

      expect(bench.endpoint).toEqual({ method: 'POST', path: `${WORK}/${name}` })
      expectAccepted(await dingtalk.ask(name, task_id))
    })
  }

  fact.under(NUMBERS, 'dingtalk.task.example.getsendprogress', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const { task_id } = (await dingtalk.sendText()).json
    dingtalk.settle()

    expectLike(await dingtalk.ask('getsendprogress', task_id), bench.response, [
      'errcode',
      'errmsg',
      'progress',
    ])
  })

  fact('dingtalk.task.behaviour.progress-status', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    bench.control.setLimits({ 'dingtalk.processingMs': 1000 })
    const { task_id } = (await dingtalk.sendText()).json
    const statuses: unknown[] = []
    for (const wait of [0, 500, 500]) {
      bench.control.advance(wait)
      const { progress } = (await dingtalk.ask('getsendprogress', task_id)).json
      statuses.push(isObject(progress) && progress.status)
    }

    expect(statuses).toEqual([0, 1, 2])
  })

  fact.open('dingtalk.progressWindow', 'dingtalk.task.limit.progress-window', {
    '24_hours': (bench) => expectWindow(bench, 'getsendprogress', bench.figure),
    '7_days': (bench) => expectWindow(bench, 'getsendprogress', 7 * 24),
  })

  fact('dingtalk.task.code.40035-progress', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const { task_id } = (await dingtalk.sendText()).json

    expectCode(await dingtalk.ask('getsendprogress', 111_111_111_111), bench.code)
    expectCode(await dingtalk.ask('getsendprogress', task_id, 'ops'), bench.code)
  })

  fact('dingtalk.task.code.500-progress', async (bench) => {
    bench.control.setFault({ path: `${WORK}/getsendprogress`, times: 1, action: { errcode: 500 } })

    expectCode(await new DingTalkCaller(bench).ask('getsendprogress', 1), bench.code)
  })

  fact.under({ ...NUMBERS, ...PLAIN_LISTS }, 'dingtalk.task.example.getsendresult', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    await dingtalk.sendText()
    const { task_id } = (await dingtalk.sendText()).json
    dingtalk.settle()
    const { json } = await dingtalk.ask('getsendresult', task_id)
    const printed = JSON.parse(bench.response)
    const [entry] = printed.send_result.forbidden_list

    expect(shapeOf(json)).toEqual(shapeOf(printed))
    expect(json.send_result).toMatchObject({ forbidden_list: [{ ...entry, userid: dingtalk.userids()[0] }] })
  })

  fact.open('dingtalk.resultLists', 'dingtalk.task.behaviour.result-lists', {
    arrays: async (bench) => expect(await unreadOfTwo(bench)).toEqual(['zhangsan', secondOf(bench)]),
    comma_strings: async (bench) => expect(await unreadOfTwo(bench)).toBe(`zhangsan,${secondOf(bench)}`),
  })

  fact.open('dingtalk.emptyLists', 'dingtalk.task.behaviour.result-lists-absent', {
    present: async (bench) => expect(await rawResult(bench)).toHaveProperty('forbidden_user_id_list'),
    absent: async (bench) => expect(await rawResult(bench)).not.toHaveProperty('forbidden_user_id_list'),
  })

  fact('dingtalk.task.behaviour.forbidden-list-types', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    await dingtalk.sendText()
    const { forbidden } = await dingtalk.report(await dingtalk.sendText())

    expect(forbidden).toEqual([
      { code: expect.any(String), count: expect.any(Number), userid: expect.any(String) },
    ])
  })

  fact.under(PLAIN_LISTS, 'dingtalk.task.behaviour.invalid-departments', async (bench) => {
    expect(await rawResult(bench, { dept_id_list: '1,999999' })).toMatchObject({
      invalid_dept_id_list: [999999],
    })
  })

  fact('dingtalk.task.limit.result-window', (bench) => expectWindow(bench, 'getsendresult', bench.figure))

  fact.open('dingtalk.oversizedResult', 'dingtalk.task.limit.result-recipients', {
    15: async (bench) => expect(await codeOfOversized(bench)).toBe(15),
    41052: async (bench) => expect(await codeOfOversized(bench)).toBe(41052),
    empty_lists: async (bench) => expect(await codeOfOversized(bench)).toBe('0'),
  })

  fact.under({ 'dingtalk.oversizedResult': '41052' }, 'dingtalk.task.code.41052-oversized', async (bench) => {
    expectCode(await askOversized(bench), bench.code)
  })

  fact.under(
    { 'dingtalk.unfinishedResult': '41052' },
    'dingtalk.task.code.41052-unfinished',
    async (bench) => {
      const dingtalk = new DingTalkCaller(bench)
      const sent = await dingtalk.sendText()
      const early = await dingtalk.ask('getsendresult', sent.json.task_id)

      expectCode(early, bench.code)
      expect((await dingtalk.report(sent)).list('unread_user_id_list')).toEqual(['zhangsan'])
    },
  )

  fact('dingtalk.task.behaviour.read-or-unread', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const sent = await dingtalk.sendText()
    const before = await dingtalk.report(sent)
    bench.control.markRead('dingtalk', 'zhangsan', present(dingtalk.phone()[0]).id)
    const after = await dingtalk.report(sent)

    expect(before.listsNaming('zhangsan')).toEqual(['unread_user_id_list'])
    expect(after.listsNaming('zhangsan')).toEqual(['read_user_id_list'])
  })

  fact('dingtalk.task.behaviour.result-parameters', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const { task_id } = (await dingtalk.sendText()).json
    dingtalk.settle()

    expectRefused(await dingtalk.post(`${WORK}/getsendresult`, { task_id }))
    expectRefused(await dingtalk.post(`${WORK}/getsendresult`, { agent_id: dingtalk.app().agentId }))
  })

  fact('dingtalk.task.code.143103', (bench) => expectForbidden(bench, { 'dingtalk.recipientsPerMinute': 0 }))
  fact('dingtalk.task.code.143104', (bench) =>
    expectForbidden(bench, { 'dingtalk.corpRecipientsPerMinute': 0 }),
  )
  fact('dingtalk.task.code.143105', (bench) => expectForbidden(bench, { 'dingtalk.perPersonPerDay': 0 }))
  fact('dingtalk.task.code.143106', async (bench) => {
    await new DingTalkCaller(bench).sendText()
    await expectForbidden(bench, {})
  })
  // The platform protects executives by a setting of their own; here a test decides who has it.
  fact('dingtalk.task.code.1430004', async (bench) => {
    const code = String(bench.code.code)
    bench.control.setOutcomes('dingtalk', { userids: ['zhangsan'] }, { outcome: 'forbidden', code })
    await expectForbidden(bench, {})
  })

  fact('dingtalk.task.behaviour.forbidden-and-failed', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const [first = '', second = ''] = dingtalk.userids()
    bench.control.setOutcomes('dingtalk', { userids: [first] }, { outcome: 'failed' })
    await dingtalk.sendText('x', { userid_list: second })
    const report = await dingtalk.report(await dingtalk.sendText('x', { userid_list: `${first},${second}` }))

    expect(report.listsNaming(first)).toEqual(['failed_user_id_list'])
    expect(report.listsNaming(second)).toEqual(['forbidden_user_id_list'])
  })

  fact('dingtalk.task.behaviour.unknown-ids-invalid', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const report = await dingtalk.report(await dingtalk.sendText('x', { userid_list: 'nobody,zhangsan' }))

    expect(report.list('invalid_user_id_list')).toEqual(['nobody'])
  })

  fact.open('dingtalk.outOfRange', 'dingtalk.task.behaviour.out-of-range', {
    invalid: async (bench) => expect(await listsOfHidden(bench)).toEqual(['invalid_user_id_list']),
    not_listed: async (bench) => expect(await listsOfHidden(bench)).toEqual([]),
    failed: async (bench) => expect(await listsOfHidden(bench)).toEqual(['failed_user_id_list']),
    forbidden: async (bench) => expect(await listsOfHidden(bench)).toEqual(['forbidden_user_id_list']),
  })
})

/** Asked for until so many hours after the send, refused from then on. */
async function expectWindow(
  bench: Bench,
  about: 'getsendprogress' | 'getsendresult',
  hours: number,
): Promise<void> {
  const dingtalk = new DingTalkCaller(bench)
  const { task_id } = (await dingtalk.sendText()).json
  bench.control.advance(hours * HOUR_MS - 1)
  const inTime = await dingtalk.ask(about, task_id)
  bench.control.advance(1)
  const late = await dingtalk.ask(about, task_id)

  expectAccepted(inTime)
  expectRefused(late)
}

function secondOf(bench: Bench): string {
  return present(new DingTalkCaller(bench).userids()[1])
}

async function rawResult(bench: Bench, recipients: object = {}): Promise<unknown> {
  const dingtalk = new DingTalkCaller(bench)
  const { task_id } = (await dingtalk.sendText('x', { ...recipients })).json
  dingtalk.settle()
  return (await dingtalk.ask('getsendresult', task_id)).json.send_result
}

async function unreadOfTwo(bench: Bench): Promise<unknown> {
  const result = await rawResult(bench, { userid_list: `zhangsan,${secondOf(bench)}` })
  return isObject(result) && result.unread_user_id_list
}

/** A task of more than a hundred people, in a company that has them. */
async function askOversized(bench: Bench) {
  bench.control.reset({ people: 200, profile: bench.control.profile() })
  const dingtalk = new DingTalkCaller(bench)
  const { task_id } = (await dingtalk.sendText('x', { dept_id_list: '1' })).json
  dingtalk.settle()
  return dingtalk.ask('getsendresult', task_id)
}

async function codeOfOversized(bench: Bench): Promise<number | string> {
  return codeOf(await askOversized(bench))
}

/** A send to 张三 ends in forbidden_list with the row's code, and not on the phone. */
async function expectForbidden(bench: Bench, limits: Record<string, number>): Promise<void> {
  bench.control.setLimits(limits)
  const dingtalk = new DingTalkCaller(bench)
  const copies = dingtalk.phone().length
  const report = await dingtalk.report(await dingtalk.sendText())

  expect(report.forbidden).toMatchObject([{ code: bench.code.code, userid: 'zhangsan' }])
  expect(report.listsNaming('zhangsan')).toEqual(['forbidden_user_id_list'])
  expect(dingtalk.phone()).toHaveLength(copies)
}

async function listsOfHidden(bench: Bench): Promise<string[]> {
  const dingtalk = new DingTalkCaller(bench)
  const hidden = present(dingtalk.userids('out_of_range')[0])
  const report = await dingtalk.report(await dingtalk.sendText('x', { userid_list: hidden }))
  expect(dingtalk.phone(hidden)).toEqual([])
  return report.listsNaming(hidden)
}
