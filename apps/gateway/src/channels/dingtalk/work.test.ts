import type { ProfileChoice } from '@hongyan/sandbox'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Part } from '../channel.ts'
import type { Addressees, PersonReport } from '../session.ts'
import { named, PROFILES, startBench } from '../test-bench.ts'
import { dingtalkWork } from './work.ts'

const DAY_MS = 86_400_000
const PLAIN = { overflow: 'reject', roomForMark: false } as const

async function workOn(profile: ProfileChoice = 'documented') {
  const { sandbox, open, close } = await startBench(profile)
  onTestFinished(close)
  const { corpId, apps } = sandbox.control.company().dingtalk
  const { appKey, appSecret, agentId } = named(apps, 'hr')
  const credentials = { corpId, appKey, appSecret, agentId }
  const session = open(dingtalkWork, credentials)
  const active = sandbox.control
    .company()
    .employees.filter(({ state, dingtalk }) => state === 'active' && dingtalk)
    .flatMap(({ dingtalk }) => dingtalk?.userid ?? [])
  const send = async (text: string, to: Addressees) => {
    const { body } = session.prepare({ part: textPart(text), to, callId: 'c', deduplicate: true })
    const outcome = await session.send(body)
    if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome))
    return outcome.receipt ?? ''
  }
  return { sandbox, session, active, send, open, credentials }
}

function textPart(text: string): Part {
  const rendering = dingtalkWork.render({ type: 'text', text }, PLAIN)
  const [part] = rendering.kind === 'rendered' ? rendering.parts : []
  if (!part) throw new Error('A short text is always rendered.')
  return part
}

const people = (...ids: string[]): Addressees => ({ kind: 'user', ids })

describe.each(PROFILES)('under the profile %s', (profile) => {
  it('reports read and unread people as the platform names them, once the task is done', async () => {
    const { sandbox, session, active, send } = await workOn(profile)
    const [reader = '', other = ''] = active
    const receipt = await send('月会', people(reader, other))
    const [copy] = sandbox.control.inbox('dingtalk', reader)
    sandbox.control.markRead('dingtalk', reader, copy?.id ?? '')

    const early = await session.report(receipt)
    sandbox.control.advance(1000)
    const report = await session.report(receipt)

    expect(early.kind === 'later' || (early.kind === 'findings' && early.people.length === 0)).toBe(true)
    expect(report).toEqual({
      kind: 'findings',
      people: [
        { platformId: reader, state: 'read' },
        { platformId: other, state: 'delivered' },
      ],
    })
  })

  it.each([
    ['invalid', undefined, 'invalid', 'unknown_user'],
    ['failed', undefined, 'failed', 'delivery_failed'],
    ['forbidden', '143103', 'dropped', 'minute_limit'],
    ['forbidden', '143104', 'dropped', 'minute_limit'],
    ['forbidden', '143105', 'forbidden', 'person_daily_limit'],
    ['forbidden', '143106', 'forbidden', 'repeated_today'],
    ['forbidden', '1430002', 'forbidden', 'content_banned'],
    ['forbidden', '1430004', 'forbidden', 'person_protected'],
    ['forbidden', '1430003', 'forbidden', 'filtered'],
  ] as const)('reports %s %s as %s, %s', async (outcome, code, state, reason) => {
    const { sandbox, session, active, send } = await workOn(profile)
    const [person = ''] = active
    sandbox.control.setOutcomes('dingtalk', { userids: [person] }, { outcome, ...(code && { code }) })
    const receipt = await send('月会', people(person))
    sandbox.control.advance(1000)

    const report = await session.report(receipt)

    expect(report).toMatchObject({
      kind: 'findings',
      people: [{ platformId: person, state, finding: { code: reason, ...(code && { platformCode: code }) } }],
    })
  })

  it('says nothing of people whom the platform names in no list', async () => {
    const { sandbox, session, active, send } = await workOn(profile)
    const [listed = '', unlisted = ''] = active
    sandbox.control.setOutcomes('dingtalk', { userids: [unlisted] }, { outcome: 'not_listed' })
    const receipt = await send('月会', people(listed, unlisted))
    sandbox.control.advance(1000)

    const report = await session.report(receipt)

    const reported: readonly PersonReport[] = report.kind === 'findings' ? report.people : []
    expect(reported.map(({ platformId }) => platformId)).toEqual([listed])
  })

  it('has no report any more after a day, and takes nothing back', async () => {
    const { sandbox, session, active, send } = await workOn(profile)
    const receipt = await send('月会', people(active[0] ?? ''))
    sandbox.control.advance(DAY_MS + 1)

    expect(await session.report(receipt)).toMatchObject({ kind: 'refused' })
    expect(await session.recall(receipt)).toMatchObject({ kind: 'too_late' })
  })

  it('brings the same text to the same person again the next day, and marked at once', async () => {
    const { sandbox, session, active, send } = await workOn(profile)
    const [person = ''] = active
    await send('月会', people(person))
    const marked = dingtalkWork.distinguish(textPart('月会'), '10:00:00')
    const repeat = session.prepare({ part: marked, to: people(person), callId: 'd', deduplicate: true })
    await session.send(repeat.body)
    expect(sandbox.control.inbox('dingtalk', person)).toHaveLength(2)

    sandbox.control.advance(DAY_MS)
    await send('月会', people(person))

    expect(sandbox.control.inbox('dingtalk', person)).toHaveLength(3)
  })

  it('looks a mobile up, and finds nobody for one that nobody has', async () => {
    const { session } = await workOn(profile)

    expect(await session.lookUp('mobile', '13800000001')).toEqual({ kind: 'found', platformId: 'zhangsan' })
    expect(await session.lookUp('mobile', '13999999999')).toMatchObject({
      kind: 'missing',
      finding: { code: 'unknown_person', platformCode: expect.stringMatching(/^(60121|40104)$/) },
    })
    expect(await session.lookUp('mobile', '+1234-12345678901234')).toMatchObject({
      kind: 'missing',
      finding: { code: 'unknown_person', platformCode: undefined },
    })
  })
})

describe('an account of DingTalk', () => {
  it('names the wrong agent before and after sending', async () => {
    const { open, credentials, active } = await workOn()
    const session = open(dingtalkWork, { ...credentials, agentId: 4711 })

    const checks = await session.diagnose()
    const part = textPart('月会')
    const { body } = session.prepare({ part, to: people(active[0] ?? ''), callId: 'c', deduplicate: true })
    const outcome = await session.send(body)

    expect(checks.at(-1)).toMatchObject({ name: 'agent', ok: false, finding: { code: 'agent_wrong' } })
    expect(outcome).toMatchObject({ kind: 'rejected', blames: 'app', finding: { code: 'agent_wrong' } })
  })

  it('keeps a question for later that an operator can make answerable', async () => {
    const { sandbox, session, active, send } = await workOn()
    const receipt = await send('月会', people(active[0] ?? ''))
    sandbox.control.allowIps({ platform: 'dingtalk', app: 'hr', allow: ['203.0.113.7'] })

    expect(await session.report(receipt)).toMatchObject({
      kind: 'later',
      finding: { code: 'ip_not_trusted', platformCode: '60020' },
    })
    expect(await session.lookUp('mobile', '13800000001')).toMatchObject({ kind: 'refused' })
  })

  it('hands its token out, and a new one to whom it was refused', async () => {
    const { sandbox, session } = await workOn()
    const first = await session.token?.(undefined)
    sandbox.control.revokeTokens({ platform: 'dingtalk' })

    const second = await session.token?.(first?.value)

    expect(first).toMatchObject({ value: expect.any(String), expiresAt: expect.any(Number) })
    expect(second?.value).not.toBe(first?.value)
  })

  it('sends to departments and to everyone', async () => {
    const { sandbox, active, send } = await workOn()

    await send('部门通知', { kind: 'dept', ids: ['1'] })
    await send('全员通知', { kind: 'everyone' })

    expect(sandbox.control.inbox('dingtalk', active[0] ?? '')).toHaveLength(2)
  })

  it('takes its agent id as a number or as typed', () => {
    const { shape } = dingtalkWork.app.credentials

    expect(shape.agentId?.safeParse('1234567890')).toMatchObject({ data: 1234567890 })
    expect(shape.agentId?.safeParse('ding123')).toMatchObject({ success: false })
  })

  it.each([
    ['user', 'manager 1', false],
    ['user', 'a,b', false],
    ['user', '0123456789', true],
    ['dept', '0', false],
    ['dept', 'sales', false],
    ['dept', '1', true],
    ['everyone', '', true],
  ] as const)('says of %s:%s whether the platform can have such an id', (kind, id, possible) => {
    expect(dingtalkWork.checkId(kind, id) === undefined).toBe(possible)
  })

  it('lets only five people and no department have a message with a status bar', () => {
    const message = {
      msgtype: 'oa',
      oa: {
        message_url: 'https://example.com',
        head: { bgcolor: 'FFBBBBBB', text: '审批' },
        status_bar: { status_value: '进行中' },
        body: { title: '审批' },
      },
    }
    const rendering = dingtalkWork.render({ type: 'native', bodies: { 'dingtalk.work': message } }, PLAIN)
    const [part] = rendering.kind === 'rendered' ? rendering.parts : []
    if (!part) throw new Error('The message is valid.')

    expect(dingtalkWork.capacity(part, 'user')).toBe(5)
    expect(dingtalkWork.capacity(part, 'dept')).toBe(0)
    expect(dingtalkWork.capacity(textPart('月会'), 'user')).toBe(100)
    expect(dingtalkWork.capacity(textPart('月会'), 'tag')).toBe(0)
  })
})
