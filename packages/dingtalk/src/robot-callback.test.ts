import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { fakeClock } from '../../../e2e/setup/fake-clock.ts'
import type { CallbackRequest } from './callback.ts'
import { createRobotMessageReceiver } from './robot-callback.ts'
import { APP_SECRET } from './test-kit.ts'

const clock = fakeClock()
const MESSAGE = {
  conversationId: 'cid6KeBBLoveMJOGXoYKF5x7EeiodoA==',
  atUsers: [
    { dingtalkId: '$:LWCP_v1:$robot' },
    { dingtalkId: '$:LWCP_v1:$li', staffId: 'lisi', unionId: 'u' },
  ],
  chatbotCorpId: 'ding1',
  chatbotUserId: '$:LWCP_v1:$robot',
  msgId: 'msg/1==',
  senderNick: '张三',
  isAdmin: true,
  senderStaffId: 'zhangsan',
  sessionWebhookExpiredTime: 1613635652738,
  createAt: 1613630252678,
  senderCorpId: 'ding1',
  conversationType: '2',
  senderId: '$:LWCP_v1:$zhang',
  conversationTitle: '值班群',
  isInAtList: true,
  sessionWebhook: 'https://oapi.dingtalk.com/robot/sendBySession?session=1',
  text: { content: ' 同意' },
  robotCode: 'normal',
  senderPlatform: 'Mac',
  msgtype: 'text',
}

function posted(body: string, timestamp = String(clock.now()), secret = APP_SECRET): CallbackRequest {
  const sign = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64')
  return { headers: { timestamp, sign, 'content-type': 'application/json' }, body }
}

const receive = (request: CallbackRequest) =>
  createRobotMessageReceiver({ appSecret: APP_SECRET, clock }).receive(request)

describe('a message to the robot', () => {
  it('is read with who, where and what, and can be answered', () => {
    const { text, atUsers, ...fields } = MESSAGE

    expect(receive(posted(JSON.stringify(MESSAGE)))).toEqual({
      accepted: true,
      message: {
        ...fields,
        text: ' 同意',
        atUsers: [
          { dingtalkId: '$:LWCP_v1:$robot', staffId: undefined },
          { dingtalkId: '$:LWCP_v1:$li', staffId: 'lisi' },
        ],
        content: {},
        errorCode: undefined,
        errorMessage: undefined,
        data: MESSAGE,
      },
    })
  })

  it('with a file carries its code', () => {
    const file = { msgId: 'm', msgtype: 'picture', content: { downloadCode: 'code-1' } }

    expect(receive(posted(JSON.stringify(file)))).toMatchObject({
      message: { msgtype: 'picture', text: undefined, content: { downloadCode: 'code-1' } },
    })
  })

  it('beyond the month’s quota says so instead of its content', () => {
    const beyond = { msgId: 'm', errorCode: 20001, errorMessage: '超限' }

    expect(receive(posted(JSON.stringify(beyond)))).toMatchObject({
      accepted: true,
      message: { errorCode: '20001', errorMessage: '超限', text: undefined, atUsers: [] },
    })
  })

  it.each<[string, CallbackRequest, string]>([
    ['no headers', { body: '{}' }, 'form'],
    ['a header sent twice', { headers: { timestamp: ['1', '2'], sign: 'a' }, body: '{}' }, 'form'],
    ['another secret', posted('{"msgId":"m"}', undefined, 'guessed'), 'signature'],
    ['a timestamp over an hour old', posted('{"msgId":"m"}', String(clock.now() - 3_600_001)), 'timestamp'],
    ['truncated JSON', posted('{"msgId":"m"'), 'form'],
    ['no id', posted('{"msgtype":"text"}'), 'form'],
  ])('is refused with %s', (_, request, reason) => {
    expect(receive(request)).toMatchObject({ accepted: false, reason })
  })

  it('needs the app’s secret', () => {
    expect(() => createRobotMessageReceiver({ appSecret: '' })).toThrow(
      expect.objectContaining({ field: 'appSecret' }),
    )
  })
})
