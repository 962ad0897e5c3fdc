import { describe, expect, it, onTestFinished } from 'vitest'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import { fakeClock } from '../../../e2e/setup/fake-clock.ts'
import { type StubAnswer, startPlatform } from '../../../e2e/setup/literal-platform.ts'
import type { RobotMessage } from './robot-message.ts'
import { signRobotRequest } from './robot-security.ts'
import { createDingTalkRobot, type DingTalkRobotOptions } from './webhook-robot.ts'

const SEND = '/robot/send'
const TOKEN = 'f'.repeat(64)
const TEXT: RobotMessage = {
  msgtype: 'text',
  text: { content: '我就是我, @180xxxxxx 是不一样的烟火' },
  at: { atMobiles: ['180xxxxxx'], isAtAll: false },
}
const MARKDOWN: RobotMessage = {
  msgtype: 'markdown',
  markdown: { title: '杭州天气', text: '#### 杭州天气 @150XXXXXXXX \n> 9度\n' },
  at: { atMobiles: ['150XXXXXXXX'] },
}

const LINK: RobotMessage = {
  msgtype: 'link',
  link: {
    title: '时代的火车',
    text: '向前开',
    messageUrl: 'https://a.example',
    picUrl: 'https://a.example/a.png',
  },
}
const CARD: RobotMessage = {
  msgtype: 'actionCard',
  actionCard: {
    title: '内容',
    text: '正文',
    btnOrientation: '0',
    btns: [{ title: '不错', actionURL: 'https://a.example' }],
  },
}
const FEED: RobotMessage = {
  msgtype: 'feedCard',
  feedCard: { links: [{ title: '一', messageURL: 'https://a.example', picURL: 'https://a.example/a.png' }] },
}

async function robotOn(
  answer: StubAnswer = { errcode: 0, errmsg: 'ok' },
  options: Pick<DingTalkRobotOptions, 'secret' | 'clock'> = {},
) {
  const platform = await startPlatform(() => answer)
  const robot = createDingTalkRobot({
    accessToken: TOKEN,
    baseUrl: platform.url,
    egress: { proxy: false },
    ...options,
  })
  onTestFinished(() => robot.close())
  return { platform, robot }
}

describe('a prepared message', () => {
  it('is posted as the same bytes each time, each time signed anew', async () => {
    const clock = { at: 1577262236757, now: () => clock.at }
    const { platform, robot } = await robotOn(undefined, { secret: 'this is secret', clock })
    const prepared = robot.prepare({ ...TEXT, msgUuid: 'order-8812' })
    expect(platform.requests).toEqual([])

    await robot.sendPrepared(prepared)
    clock.at += 60_000
    await robot.sendPrepared(prepared)

    const [first, second] = platform.requests
    expect([first?.body, second?.body]).toEqual([prepared.body, prepared.body])
    expect(JSON.parse(prepared.body).msgUuid).toBe('order-8812')
    expect(second?.query.timestamp).toBe('1577262296757')
    expect(second?.query.sign).toBe(signRobotRequest(1577262296757, 'this is secret'))
  })

  it('is refused before it is posted if it is too long', async () => {
    const { robot } = await robotOn()

    expect(() => robot.prepare({ msgtype: 'text', text: { content: '长'.repeat(7000) } })).toThrow(/20000/)
  })
})

describe('the signature of a robot', () => {
  it.each([
    [1577262236757, 'this is secret', 'hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM='],
    [1700000000000, 'SEC000000000000000000000', '1zJ/w34EOSVAYr7cu7Vo8LnebmK2/GrCgegtr8mQrqM='],
  ])('of %i with “%s” is %s', (timestamp, secret, signature) => {
    expect(signRobotRequest(timestamp, secret)).toBe(signature)
  })

  it('stands in the query, URL-encoded exactly once, beside the time it was made with', async () => {
    const { platform, robot } = await robotOn(undefined, {
      secret: 'this is secret',
      clock: fakeClock(1577262236757),
    })

    await robot.send(TEXT)

    expect(platform.last(SEND).rawQuery).toBe(
      `?access_token=${TOKEN}&timestamp=1577262236757&sign=hmPWwU%2B7lVdm3ZZz0r9tSfx0L4Q26jWOZr9%2BGs6EZQM%3D`,
    )
  })
})

describe('a webhook robot', () => {
  it.each([
    ['text', TEXT],
    ['markdown', MARKDOWN],
    ['link', LINK],
    ['actionCard', CARD],
    ['feedCard', FEED],
  ])('posts %s as documented, unsigned if it has no secret', async (_, message) => {
    const { platform, robot } = await robotOn()

    const { warnings } = await robot.send({ ...message, msgUuid: 'once-1' })

    const request = platform.last(SEND)
    expect(warnings).toEqual([])
    expect(request.query).toEqual({ access_token: TOKEN })
    expect(request.headers['content-type']).toBe('application/json')
    expect(JSON.parse(request.body)).toEqual({ ...message, msgUuid: 'once-1' })
  })

  it('can be made from the webhook as copied, whatever stands before /robot/send', async () => {
    const platform = await startPlatform(() => ({ errcode: '0', errmsg: 'ok' }))
    const robot = createDingTalkRobot({
      webhook: `${platform.url}/gateway/robot/send?access_token=${TOKEN}`,
      egress: { proxy: false },
    })
    onTestFinished(() => robot.close())

    await robot.send(TEXT)

    expect(platform.last('/gateway/robot/send').query).toEqual({ access_token: TOKEN })
  })

  it.each([
    ['no URL', 'robot/send?access_token=abc'],
    ['another path', 'https://oapi.dingtalk.com/robot?access_token=abc'],
    ['no access_token', 'https://oapi.dingtalk.com/robot/send'],
  ])('cannot be made from a webhook with %s', (_, webhook) => {
    expect(() => createDingTalkRobot({ webhook })).toThrow(expect.objectContaining({ field: 'webhook' }))
  })

  it('cannot be made from an empty token', () => {
    expect(() => createDingTalkRobot({ accessToken: '' })).toThrow(
      expect.objectContaining({ field: 'accessToken' }),
    )
  })

  it('takes a body of 20 000 bytes, and refuses one more before the call', async () => {
    const { platform, robot } = await robotOn()
    const sized = (bytes: number): RobotMessage => {
      const wrapping = JSON.stringify({ msgtype: 'text', text: { content: '' } }).length
      return { msgtype: 'text', text: { content: 'a'.repeat(bytes - wrapping) } }
    }

    await robot.send(sized(20_000))
    const failure = await failureOf(robot.send(sized(20_001)))

    expect(failure).toMatchObject({
      kind: 'invalid',
      field: 'body',
      limit: 20_000,
      actual: 20_001,
      unit: 'bytes',
    })
    expect(platform.asked(SEND)).toBe(1)
  })

  it.each<[string, unknown, string]>([
    ['an empty text', { msgtype: 'text', text: { content: '' } }, 'text.content'],
    ['markdown without title', { msgtype: 'markdown', markdown: { text: 'a' } }, 'markdown.title'],
    ['another type', { msgtype: 'image', image: {} }, 'msgtype'],
    ['nothing at all', undefined, 'message'],
    ['one mobile without a list', { ...TEXT, at: { atMobiles: '13800000001' } }, 'at.atMobiles'],
    ['one userid without a list', { ...TEXT, at: { atUserIds: 'zhangsan' } }, 'at.atUserIds'],
    ['people without their kind', { ...TEXT, at: ['13800000001'] }, 'at'],
  ])('refuses %s', async (_, message, field) => {
    const { robot } = await robotOn()

    // Callers without types hand over anything.
    expect(await failureOf(robot.send(message as RobotMessage))).toMatchObject({ kind: 'invalid', field })
  })

  it('warns if somebody to be alerted is not named in the text, or more than 50 are', async () => {
    const { robot } = await robotOn()
    const people = Array.from({ length: 51 }, (_, n) => `user${n}`)

    const unnamed = await robot.send({ ...TEXT, at: { atUserIds: ['user123'] } })
    const many = await robot.send({
      msgtype: 'text',
      text: { content: people.map((each) => `@${each}`).join(' ') },
      at: { atUserIds: people },
    })

    expect(unnamed.warnings).toMatchObject([{ field: 'at', limit: undefined }])
    expect(many.warnings).toMatchObject([{ field: 'at', limit: 50, actual: 51, unit: 'items' }])
  })

  it.each([
    ['keywords not in content', '关键词'],
    ['keywords not in content, more: [https://ding-doc.dingtalk.com/doc#/serverapi2/qf2nxq]', '关键词'],
    [
      '错误描述:关键词不匹配;解决方案:请联系群管理员查看此机器人的关键词，并在发送的信息中包含此关键词;',
      '关键词',
    ],
    ['sign not match', '签名'],
    ['description:机器人发送签名不匹配;solution:请确认签名和生成签名的时间戳必须都放在调用的网址中;', '签名'],
    ['invalid timestamp', '时间戳'],
    ['ip 1.2.3.4 not in whitelist', 'IP'],
    ['description:ip 不在白名单中;solution:请联系对应群的管理员，设置机器人安全ip地址段', 'IP'],
    ['a wording of tomorrow', '安全设置'],
  ])('is told which security setting refused it: 310000 “%s”', async (errmsg, cause) => {
    const { robot } = await robotOn({ errcode: 310000, errmsg })

    const failure = await failureOf(robot.send(TEXT))

    expect(failure).toMatchObject({ kind: 'rejected', code: '310000', platformMessage: errmsg })
    expect(failure.remedy.zh).toContain(cause)
  })
})
