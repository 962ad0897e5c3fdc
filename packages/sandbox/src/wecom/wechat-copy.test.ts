import { describe, expect, it } from 'vitest'
import { startWecom } from './test-kit.ts'

describe('WeChat', () => {
  it('shows what WeCom shows, except for types that it does not know', async () => {
    const wecom = await startWecom()

    await wecom.send()
    await wecom.send({ msgtype: 'markdown', markdown: { content: '# 题' } })

    expect(wecom.phone()[0]).not.toHaveProperty('wechat')
    expect(wecom.phone()[1]?.wechat).toBeNull()
  })

  it('shows 20 bytes of text, and of other types only where to look, for an app that 始终进入主页', async () => {
    const wecom = await startWecom()
    wecom.control.setApp('office', { alwaysHome: true })

    await wecom.send({ text: { content: '您的请假已经通过' } })
    await wecom.send({ msgtype: 'markdown', markdown: { content: '# 题' } })
    await wecom.send({}, 'oncall')

    expect(wecom.phone()).toMatchObject([
      {
        message: { text: { content: '您的请假已经通过' } },
        wechat: { msgtype: 'text', text: { content: '您的请假已经' } },
      },
      { message: { msgtype: 'markdown' }, wechat: { msgtype: 'text' } },
      { app: 'oncall' },
    ])
    expect(wecom.phone()[2]).not.toHaveProperty('wechat')
  })

  it('keeps its copy of a message that was recalled', async () => {
    const wecom = await startWecom()
    wecom.control.setApp('1000002', { alwaysHome: true })
    const { msgid } = (await wecom.send()).body

    await wecom.call('message/recall', { msgid })

    expect(wecom.phone()[0]).toMatchObject({ recalledAt: expect.any(Number), wechat: { msgtype: 'text' } })
  })
})
