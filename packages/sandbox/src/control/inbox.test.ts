import { describe, expect, test } from 'vitest'
import { MORNING, refusal, startControlled } from './test-kit.ts'

describe('the inbox', () => {
  test('shows a message in the platform’s JSON until it is read', async () => {
    const control = await startControlled()
    const { inbox } = control.sandbox.control.simulation
    const message = { msgtype: 'text', text: { content: '你好' } }
    inbox.deliver({ platform: 'wecom', userid: 'zhangsan', app: 'hr', receipt: 'msg-1', message })
    const unread = {
      id: 'in-1',
      app: 'hr',
      receivedAt: MORNING,
      readAt: null,
      recalledAt: null,
      receipt: 'msg-1',
      message,
    }

    expect((await control.get('/inbox/wecom/ZhangSan')).body).toEqual([unread])
    await control.post('/clock/advance', { ms: 5000 })
    const read = await control.post('/inbox/wecom/zhangsan/in-1/read')

    expect(read.body).toEqual({ ...unread, readAt: MORNING + 5000 })
  })

  test('exists for people and messages that exist', async () => {
    const control = await startControlled()

    expect(await control.get('/inbox/dingtalk/nobody')).toEqual(refusal('userid', 'nobody', 404))
    expect(await control.get('/inbox/feishu/zhangsan')).toEqual(refusal('platform', 'feishu'))
    expect(await control.post('/inbox/dingtalk/zhangsan/in-9/read')).toEqual(refusal('id', 'in-9', 404))
  })
})
