import { expect, it, onTestFinished } from 'vitest'
import type { Part } from '../channel.ts'
import { named, startBench } from '../test-bench.ts'
import { dingtalkWebhook } from './webhook.ts'

async function robotOn(name: string, secret?: string) {
  const { sandbox, open, close } = await startBench()
  onTestFinished(close)
  const { accessToken } = named(sandbox.control.company().dingtalk.robots, name)
  const webhook = `${sandbox.url}/robot/send?access_token=${accessToken}`
  const session = open(dingtalkWebhook, { webhook, ...(secret && { secret }) })
  const send = (text: string, callId = 'call-1') =>
    session.send(
      session.prepare({ part: textPart(text), to: { kind: 'fixed' }, callId, deduplicate: true }).body,
    )
  return { sandbox, session, send, open }
}

function textPart(text: string): Part {
  const options = { overflow: 'reject', roomForMark: false } as const
  const rendering = dingtalkWebhook.render({ type: 'text', text }, options)
  const [part] = rendering.kind === 'rendered' ? rendering.parts : []
  if (!part) throw new Error('A short text is always rendered.')
  return part
}

it('brings the same text by two calls twice, and one call once', async () => {
  const { sandbox, send } = await robotOn('alerts-keyword')

  await send('alert: disk full', 'call-1')
  await send('alert: disk full', 'call-1')
  await send('alert: disk full', 'call-2')

  expect(sandbox.control.robotGroup('dingtalk', 'alerts-keyword')).toHaveLength(2)
})

it.each([
  ['alerts-keyword', undefined, 'content_rejected', 'content'],
  ['alerts-sign', 'SECnot-the-secret', 'secret_wrong', 'app'],
])('tells by %s what its security settings refused', async (name, secret, code, blames) => {
  const { send } = await robotOn(name, secret)

  const outcome = await send('disk full')

  expect(outcome).toMatchObject({
    kind: 'rejected',
    blames,
    finding: { code, platformCode: '310000', platformText: expect.any(String) },
  })
})

it('waits out the ban of a robot that was too fast', async () => {
  const { sandbox, send } = await robotOn('alerts-keyword')
  sandbox.control.setLimits({ 'dingtalk.robotPerMinute': 1 })
  await send('alert: one', 'call-1')

  const outcome = await send('alert: two', 'call-2')

  expect(outcome).toMatchObject({
    kind: 'throttled',
    retryAfterMs: 600_000,
    scopes: ['messages-minute'],
  })
})

it.each([
  'https://evil.example.com/robot/send?access_token=abc',
  'not a url',
  'https://oapi.dingtalk.com/robot/send',
])('opens no robot at %s', async (webhook) => {
  const { open } = await robotOn('alerts-keyword')

  expect(() => open(dingtalkWebhook, { webhook })).toThrow(/webhook/)
})

it('sends to where the configuration says, whatever host of DingTalk the webhook names', async () => {
  const { sandbox, open } = await robotOn('alerts-keyword')
  const { accessToken } = named(sandbox.control.company().dingtalk.robots, 'alerts-keyword')
  const webhook = `https://oapi.dingtalk.com/robot/send?access_token=${accessToken}`
  const session = open(dingtalkWebhook, { webhook })

  const { body } = session.prepare({
    part: textPart('alert: disk full'),
    to: { kind: 'fixed' },
    callId: 'call-1',
    deduplicate: true,
  })

  expect(await session.send(body)).toMatchObject({ kind: 'accepted', receipt: null })
})
