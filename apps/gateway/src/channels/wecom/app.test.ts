import type { ProfileChoice } from '@hongyan/sandbox'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Part } from '../channel.ts'
import type { Addressees } from '../session.ts'
import { named, PROFILES, startBench } from '../test-bench.ts'
import { wecomAppMessage } from './app.ts'

const PLAIN = { overflow: 'reject', roomForMark: false } as const

async function appOn(profile: ProfileChoice = 'documented') {
  const { sandbox, open, close } = await startBench(profile)
  onTestFinished(close)
  const { corpid, apps, contactsSecret } = sandbox.control.company().wecom
  const { agentid, secret } = named(apps, 'office')
  const credentials = { corpid, agentid, secret }
  const session = open(wecomAppMessage, credentials)
  const sendTo = (to: Addressees, { deduplicate = true } = {}) =>
    session.send(session.prepare({ part: textPart('月会'), to, callId: 'c', deduplicate }).body)
  return { sandbox, session, sendTo, open, credentials, contactsSecret }
}

function textPart(text: string): Part {
  const rendering = wecomAppMessage.render({ type: 'text', text }, PLAIN)
  const [part] = rendering.kind === 'rendered' ? rendering.parts : []
  if (!part) throw new Error('A short text is always rendered.')
  return part
}

const people = (...ids: string[]): Addressees => ({ kind: 'user', ids })

describe.each(PROFILES)('under the profile %s', (profile) => {
  it('names whom the platform refused, as they were sent, whatever case it answers in', async () => {
    const { sandbox, sendTo } = await appOn(profile)

    const outcome = await sendTo(people('ZhangSan', 'NoBody.At.All'))

    expect(outcome).toMatchObject({
      kind: 'accepted',
      receipt: expect.any(String),
      exceptions: [{ platformId: 'NoBody.At.All', state: 'invalid', finding: { code: 'unknown_user' } }],
    })
    expect(sandbox.control.inbox('wecom', 'zhangsan')).toHaveLength(1)
  })

  it('names everybody of a call in which nobody is valid', async () => {
    const { sendTo } = await appOn(profile)

    const outcome = await sendTo(people('Ghost1', 'ghost2'))

    expect(outcome).toMatchObject({
      kind: 'rejected',
      blames: 'recipients',
      finding: { platformCode: '81013' },
      exceptions: [
        { platformId: 'Ghost1', state: 'invalid' },
        { platformId: 'ghost2', state: 'invalid' },
      ],
    })
  })

  it('names a department that is not there, also if it is the only one', async () => {
    const { sendTo } = await appOn(profile)

    const outcome = await sendTo({ kind: 'dept', ids: ['4711'] })

    expect(outcome).toMatchObject({
      kind: 'rejected',
      finding: { code: 'unknown_audience' },
      exceptions: [{ platformId: '4711', state: 'invalid', finding: { code: 'unknown_audience' } }],
    })
  })

  it('names people without licence as forbidden', async () => {
    const { sandbox, sendTo } = await appOn(profile)
    sandbox.control.setOutcomes('wecom', { userids: ['zhangsan'] }, { outcome: 'unlicensed' })
    const other = sandbox.control.company().employees.find(({ wecom, state }) => {
      return state === 'active' && wecom && wecom.userid !== 'zhangsan'
    })

    const outcome = await sendTo(people('zhangsan', other?.wecom?.userid ?? ''))

    expect(outcome).toMatchObject({
      kind: 'accepted',
      exceptions: [{ platformId: 'zhangsan', state: 'forbidden', finding: { code: 'unlicensed' } }],
    })
  })

  it('brings a repeat that is meant, and promises no replay for it', async () => {
    const { sandbox, session, sendTo } = await appOn(profile)
    await sendTo(people('zhangsan'))

    await sendTo(people('zhangsan'), { deduplicate: false })

    expect(sandbox.control.inbox('wecom', 'zhangsan')).toHaveLength(2)
    const request = { part: textPart('月会'), to: people('zhangsan'), callId: 'c' }
    expect(session.prepare({ ...request, deduplicate: false }).replay).toEqual({ kind: 'none' })
    expect(session.prepare({ ...request, deduplicate: true }).replay).toEqual(wecomAppMessage.replay)
  })

  it('takes nothing back after a day', async () => {
    const { sandbox, session, sendTo } = await appOn(profile)
    const outcome = await sendTo(people('zhangsan'))
    sandbox.control.advance(86_400_001)

    const recall = await session.recall(outcome.kind === 'accepted' ? (outcome.receipt ?? '') : '')

    expect(recall).toMatchObject({ kind: 'too_late', finding: { platformCode: '42052' } })
  })

  it('looks people up by mobile and by e-mail', async () => {
    const { sandbox, session } = await appOn(profile)
    const zhangsan = sandbox.control.company().employees.find(({ wecom }) => wecom?.userid === 'zhangsan')

    expect(await session.lookUp('mobile', '13800000001')).toEqual({ kind: 'found', platformId: 'zhangsan' })
    expect(await session.lookUp('email', zhangsan?.email ?? '')).toEqual({
      kind: 'found',
      platformId: 'zhangsan',
    })
    const missing = {
      kind: 'missing',
      finding: { code: 'unknown_or_out_of_range', platformCode: '46004', platformText: expect.any(String) },
    }
    expect(await session.lookUp('mobile', '13999999999')).toMatchObject(missing)
    expect(await session.lookUp('email', 'nobody@example.com')).toMatchObject(missing)
  })
})

describe('an account of WeCom', () => {
  it('names the wrong agent before and after sending', async () => {
    const { open, credentials } = await appOn()
    const session = open(wecomAppMessage, { ...credentials, agentid: 4711 })

    const checks = await session.diagnose()
    const part = textPart('月会')
    const { body } = session.prepare({ part, to: people('zhangsan'), callId: 'c', deduplicate: true })

    expect(checks.at(-1)).toMatchObject({ name: 'agent', ok: false, finding: { code: 'agent_wrong' } })
    expect(await session.send(body)).toMatchObject({ kind: 'rejected', blames: 'app' })
  })

  it('names the secret of contact sync, which cannot send', async () => {
    const { open, credentials, contactsSecret } = await appOn()
    const session = open(wecomAppMessage, { ...credentials, secret: contactsSecret })

    const checks = await session.diagnose()

    expect(checks.map(({ name, ok }) => [name, ok])).toEqual([
      ['token', true],
      ['address', true],
      ['permission', false],
    ])
    expect(checks.at(-1)?.finding).toMatchObject({ code: 'contacts_secret', platformCode: '48002' })
  })

  it('sends to departments, tags and everyone', async () => {
    const { sandbox, sendTo } = await appOn()
    const [tag] = sandbox.control.company().wecom.tags

    expect(await sendTo({ kind: 'dept', ids: ['1'] })).toMatchObject({ kind: 'accepted', exceptions: [] })
    expect(await sendTo({ kind: 'tag', ids: [String(tag?.id), '999'] })).toMatchObject({
      kind: 'accepted',
      exceptions: [{ platformId: '999', state: 'invalid', finding: { code: 'unknown_audience' } }],
    })
    expect(await sendTo({ kind: 'everyone' })).toMatchObject({ kind: 'accepted', exceptions: [] })
    expect(sandbox.control.inbox('wecom', 'zhangsan').length).toBeGreaterThanOrEqual(2)
  })

  it('compares people without regard to case', () => {
    expect(wecomAppMessage.personKey('ZhangSan')).toBe(wecomAppMessage.personKey('zhangsan'))
  })

  it.each([
    ['user', '张三', false],
    ['user', '-zhang', false],
    ['user', 'zhang.san@corp', true],
    ['dept', 'sales', false],
    ['tag', '12', true],
    ['everyone', '', true],
  ] as const)('says of %s:%s whether the platform can have such an id', (kind, id, possible) => {
    expect(wecomAppMessage.checkId(kind, id) === undefined).toBe(possible)
  })

  it('takes from a sender’s own JSON neither receivers nor agent nor duplicate check', () => {
    const own = {
      msgtype: 'text',
      text: { content: '月会' },
      safe: 1,
      touser: '@all',
      agentid: 1,
      enable_duplicate_check: 0,
    }

    const rendering = wecomAppMessage.render({ type: 'native', bodies: { 'wecom.app': own } }, PLAIN)

    expect(rendering).toMatchObject({
      parts: [{ message: { msgtype: 'text', text: { content: '月会' }, safe: 1 } }],
    })
    expect(JSON.stringify(rendering)).not.toMatch(/touser|agentid|duplicate/)
  })
})
