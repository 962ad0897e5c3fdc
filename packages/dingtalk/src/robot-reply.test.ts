import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import { fakeClock } from '../../../e2e/setup/fake-clock.ts'
import { startPlatform } from '../../../e2e/setup/literal-platform.ts'
import { shownBy } from '../../../e2e/setup/shown.ts'
import type { RobotMessage } from './robot-message.ts'
import { clientOf } from './test-kit.ts'

const REPLY = '/robot/sendBySession'
const SESSION = 'a1b2c3d4e5f60718293a4b5c6d7e8f90'
const sessionWebhook = `https://oapi.dingtalk.com${REPLY}?session=${SESSION}`
const TEXT: RobotMessage = { msgtype: 'text', text: { content: '收到' } }

describe('a reply', () => {
  it('goes to the session of the message, without any token', async () => {
    const platform = await startPlatform(() => ({ errcode: 0, errmsg: 'ok' }))

    await clientOf(platform).robot.reply({ sessionWebhook }, TEXT)

    expect(platform.requests).toHaveLength(1)
    expect(platform.last(REPLY)).toMatchObject({ method: 'POST', query: { session: SESSION } })
    expect(JSON.parse(platform.last(REPLY).body)).toEqual(TEXT)
  })

  it('never goes to another host, whatever the message says', async () => {
    const platform = await startPlatform(() => ({ errcode: 0 }))
    const stranger = await startPlatform(() => ({ errcode: 0 }))

    await clientOf(platform).robot.reply({ sessionWebhook: `${stranger.url}${REPLY}?session=x` }, TEXT)

    expect(platform.last(REPLY).query).toEqual({ session: 'x' })
    expect(stranger.requests).toEqual([])
  })

  it.each([
    ['no address', 'session=1'],
    ['another path', 'https://oapi.dingtalk.com/robot/send?session=1'],
    ['no session', `https://oapi.dingtalk.com${REPLY}`],
    ['nothing', ''],
  ])('to %s is refused before the call', async (_, address) => {
    const { robot } = clientOf({ url: 'http://127.0.0.1:9' })

    expect(await failureOf(robot.reply({ sessionWebhook: address }, TEXT))).toMatchObject({
      kind: 'invalid',
      field: 'sessionWebhook',
    })
  })

  it('after the session’s end is refused before the call', async () => {
    const clock = fakeClock()
    const platform = await startPlatform(() => ({ errcode: 0 }))
    const { robot } = clientOf(platform, { clock })
    const received = { sessionWebhook, sessionWebhookExpiredTime: clock.now() + 5_400_000 }

    clock.advance(5_399_999)
    await robot.reply(received, TEXT)
    clock.advance(1)

    expect(await failureOf(robot.reply(received, TEXT))).toMatchObject({ field: 'sessionWebhookExpiredTime' })
    expect(platform.asked(REPLY)).toBe(1)
  })

  it('that the platform refuses is an error without the session in it', async () => {
    const platform = await startPlatform(({ rawQuery }) => ({ errcode: 300001, errmsg: rawQuery }))

    const failure = await failureOf(clientOf(platform).robot.reply({ sessionWebhook }, TEXT))

    expect(failure).toMatchObject({ kind: 'rejected', code: '300001' })
    expect(shownBy(failure, [])).not.toContain(SESSION)
  })
})
