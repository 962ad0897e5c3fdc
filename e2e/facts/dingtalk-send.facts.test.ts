import { expect } from 'vitest'
import { type Bench, present } from './bench.ts'
import { codeOf, DingTalkCaller, expectAccepted, expectCode, expectRefused } from './dingtalk-caller.ts'
import { proveMediaCodes } from './dingtalk-media-facts.ts'
import { proveFacts } from './prove.ts'
import type { RawAnswer } from './raw-http.ts'
import { expectLike } from './shape.ts'

const SEND = '/topapi/message/corpconversation/asyncsend_v2'
const NUMBERS = { 'dingtalk.successErrcode': 'number' }
const text = { msgtype: 'text', text: { content: 'x' } }

/** The mistake that each code names. */
const mistakes: Readonly<Record<string, (dingtalk: DingTalkCaller) => Promise<RawAnswer>>> = {
  34004: (dingtalk) => dingtalk.send({ msgtype: 'telegram', telegram: {} }),
  34009: (dingtalk) => dingtalk.send({ msgtype: 'link', link: {} }),
  34014: (dingtalk) => dingtalk.send({ msgtype: 'text', markdown: { title: 'x', text: 'x' } }),
  34016: (dingtalk) => dingtalk.send(actionCard({ title: 'x'.repeat(65) })),
  40056: (dingtalk) => dingtalk.send(text, { agent_id: dingtalk.app('ops').agentId }),
  41011: (dingtalk) => dingtalk.send(text, { agent_id: undefined }),
  41101: (dingtalk) => dingtalk.sendText('x'.repeat(4097)),
  44004: (dingtalk) => dingtalk.sendText(''),
  45002: (dingtalk) => dingtalk.sendText('x'.repeat(2049)),
  400002: (dingtalk) => dingtalk.send(text, { userid_list: undefined }),
}

proveFacts('dingtalk.send', (fact) => {
  proveMediaCodes(fact)

  fact('dingtalk.send.endpoint.asyncsend_v2', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const { method, path } = bench.endpoint
    const body = JSON.stringify({ agent_id: dingtalk.app().agentId, userid_list: 'zhangsan', msg: text })
    const headers = { 'content-type': 'application/json' }

    expectAccepted(
      await bench.raw(method, `${path}?access_token=${await dingtalk.token()}`, { headers, body }),
    )
    expect(dingtalk.phone('zhangsan')).toHaveLength(1)
  })

  fact('dingtalk.send.behaviour.asynchronous', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const [first, hidden] = [dingtalk.userids()[0], dingtalk.userids('out_of_range')[0]]
    const answers = [
      await dingtalk.send(text, { userid_list: 'nobody' }),
      await dingtalk.send(text, { userid_list: hidden }),
      await dingtalk.send(text, { userid_list: first }),
      await dingtalk.send(text, { userid_list: first }),
    ]

    for (const answer of answers) {
      expectAccepted(answer)
      expect(answer.json.task_id).toEqual(expect.any(Number))
    }
    expect(dingtalk.phone()).toHaveLength(1)
  })

  fact('dingtalk.send.behaviour.agent-id-required', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)

    expect(codeOf(await dingtalk.send(text, { agent_id: undefined }))).toBe(41011)
    expect(codeOf(await dingtalk.send(text, { agent_id: dingtalk.app('ops').agentId }))).toBe(40056)
  })

  fact.under({ 'dingtalk.useridListCap': '100' }, 'dingtalk.send.limit.userid_list', expectUseridCap)
  fact.under({ 'dingtalk.useridListCap': '5000' }, 'dingtalk.send.limit.userid_list-older', expectUseridCap)

  fact('dingtalk.send.limit.dept_id_list', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const ids = Array.from({ length: bench.figure }, (_, index) => index + 1)

    expectAccepted(await dingtalk.send(text, { dept_id_list: ids.join(',') }))
    expectRefused(await dingtalk.send(text, { dept_id_list: [...ids, 999].join(',') }))
  })

  fact('dingtalk.send.behaviour.departments-expand', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const { departments } = bench.control.company().dingtalk
    const child = present(departments.find(({ id, parentId }) => parentId !== 0 && hasChildren(bench, id)))
    await dingtalk.send(text, { dept_id_list: String(child.id) })
    await dingtalk.sendText('root', { dept_id_list: '1' })

    const reached = dingtalk.userids().filter((userid) => dingtalk.phone(userid).length === 2)
    expect(reached).toEqual(membersBelow(bench, child.id))
    expect(dingtalk.userids().every((userid) => dingtalk.phone(userid).length > 0)).toBe(true)
  })

  fact('dingtalk.send.behaviour.to-all-user', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)

    expectRefused(await dingtalk.send(text, { to_all_user: false }))
    expectAccepted(await dingtalk.send(text, { to_all_user: true }))
    expect(dingtalk.userids().every((userid) => dingtalk.phone(userid).length === 1)).toBe(true)
  })

  fact('dingtalk.send.limit.msg', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const bytes = Buffer.byteLength(JSON.stringify({ msgtype: 'text', text: { content: '' } }))
    const full = `${'汉'.repeat(100)}${'x'.repeat(bench.figure - bytes - 300)}`

    expectAccepted(await dingtalk.sendText(full))
    expect(codeOf(await dingtalk.sendText(`${full}x`))).toBe(45002)
  })

  fact('dingtalk.send.example.scalars-as-strings', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const scalars = JSON.parse(`{${bench.request}}`.replace('"123"', `"${dingtalk.app().agentId}"`))

    expectAccepted(await dingtalk.post(SEND, { ...scalars, userid_list: 'zhangsan', msg: text }))
    expect(dingtalk.phone('zhangsan')).toHaveLength(1)
  })

  fact('dingtalk.send.behaviour.form-encoding', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const agent_id = String(dingtalk.app().agentId)
    const fields = { agent_id, userid_list: 'zhangsan', msg: JSON.stringify(text) }

    expectAccepted(await dingtalk.postForm(SEND, fields))
    expect(present(dingtalk.phone('zhangsan')[0]).message).toEqual(text)
  })

  fact('dingtalk.send.behaviour.to-all-user-false-with-list', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)

    expectAccepted(await dingtalk.send(text, { to_all_user: false, userid_list: 'zhangsan' }))
    expect(dingtalk.phone('zhangsan')).toHaveLength(1)
  })

  fact('dingtalk.send.behaviour.list-not-empty', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)

    expectRefused(await dingtalk.send(text, { userid_list: 'zhangsan', dept_id_list: '' }))
    expectRefused(await dingtalk.send(text, { userid_list: '', dept_id_list: '1' }))
  })

  const asPrinted = { ...NUMBERS, 'dingtalk.sendErrmsg': 'present' }
  fact.under(asPrinted, 'dingtalk.send.example.asyncsend_v2', async (bench) => {
    expectLike(await new DingTalkCaller(bench).send(text), bench.response, ['errcode', 'errmsg'])
  })

  fact.under({ 'dingtalk.sendErrmsg': 'absent' }, 'dingtalk.send.behaviour.errmsg-absent', async (bench) => {
    const answer = await new DingTalkCaller(bench).send(text)

    expectAccepted(answer)
    expect(answer.json).not.toHaveProperty('errmsg')
  })

  fact('dingtalk.send.behaviour.task-id', async (bench) => {
    const { json } = await new DingTalkCaller(bench).send(text)

    expect(String(json.task_id)).toMatch(/^[1-9]\d{10,12}$/)
    expect(Number.isSafeInteger(json.task_id)).toBe(true)
  })

  for (const [code, mistake] of Object.entries(mistakes)) {
    fact(`dingtalk.send.code.${code}`, async (bench) => {
      const dingtalk = new DingTalkCaller(bench)

      expectCode(await mistake(dingtalk), bench.code)
      expect(dingtalk.phone()).toEqual([])
    })
  }

  fact.under({ 'dingtalk.useridListCap': '100' }, 'dingtalk.send.code.40032', async (bench) => {
    const userid_list = Array.from({ length: 101 }, (_, index) => `u${index}`).join(',')

    expectCode(await new DingTalkCaller(bench).send(text, { userid_list }), bench.code)
  })

  fact('dingtalk.send.code.41029', async (bench) => {
    bench.control.setLimits({ 'dingtalk.recipientsPerSend': 3 })

    expectCode(await new DingTalkCaller(bench).send(text, { dept_id_list: '1' }), bench.code)
  })

  fact.under({ 'dingtalk.fourthAllStaffSend': '41045' }, 'dingtalk.send.code.41045', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    for (const content of ['1', '2', '3'])
      expectAccepted(await dingtalk.sendText(content, { to_all_user: true }))

    expectCode(await dingtalk.sendText('4', { to_all_user: true }), bench.code)
  })

  const perMinute = { 41046: 'allStaffPerMinute', 41047: 'personTimesPerMinute', 41048: 'sendsPerMinute' }
  for (const [code, limit] of Object.entries(perMinute)) {
    fact(`dingtalk.send.code.${code}`, async (bench) => {
      bench.control.setLimits({ [`dingtalk.${limit}`]: 1 })
      const dingtalk = new DingTalkCaller(bench)
      const recipient = code === '41046' ? { to_all_user: true } : {}
      const allowed = await dingtalk.sendText('1', recipient)
      const beyond = await dingtalk.sendText('2', recipient)

      expectAccepted(allowed)
      expectCode(beyond, bench.code)
    })
  }

  fact('dingtalk.send.code.500', async (bench) => {
    bench.control.setFault({ path: SEND, times: 1, action: { errcode: 500 } })

    expectCode(await new DingTalkCaller(bench).send(text), bench.code)
  })
})

function actionCard(fields: object) {
  const card = { title: 't', markdown: 'm', single_title: 's', single_url: 'https://example.com', ...fields }
  return { msgtype: 'action_card', action_card: card }
}

/** As many userids as the figure pass; one more is refused. */
async function expectUseridCap(bench: Bench): Promise<void> {
  const dingtalk = new DingTalkCaller(bench)
  const userids = Array.from({ length: bench.figure }, (_, index) => `u${index}`)

  expectAccepted(await dingtalk.send(text, { userid_list: userids.join(',') }))
  expect(codeOf(await dingtalk.send(text, { userid_list: [...userids, 'more'].join(',') }))).toBe(40032)
}

function hasChildren(bench: Bench, id: number): boolean {
  return bench.control.company().dingtalk.departments.some(({ parentId }) => parentId === id)
}

/** Active people of a department and all below it, worked out from the company's own page. */
function membersBelow(bench: Bench, id: number): string[] {
  const { employees, dingtalk } = bench.control.company()
  const inside = new Set([id])
  for (const each of dingtalk.departments) if (inside.has(each.parentId)) inside.add(each.id)
  const members = employees.filter(
    ({ state, departments }) => state === 'active' && departments.some((d) => inside.has(d)),
  )
  return members.flatMap((each) => (each.dingtalk ? [each.dingtalk.userid] : []))
}
