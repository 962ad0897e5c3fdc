import { describe, expect, it } from 'vitest'
import { MINUTE_MS, startWecom } from './test-kit.ts'

const CHECKED = { enable_duplicate_check: 1 }

describe('enable_duplicate_check', () => {
  it('keeps the same body from being received again for 30 minutes, and answers as if it had been', async () => {
    const wecom = await startWecom()
    const first = await wecom.send(CHECKED)

    wecom.control.advance(30 * MINUTE_MS - 1)
    const again = await wecom.send(CHECKED)
    expect(again.body).toEqual({ errcode: 0, errmsg: 'ok', msgid: expect.any(String) })
    expect(again.body.msgid).not.toBe(first.body.msgid)
    expect(wecom.phone()).toHaveLength(1)
    expect(wecom.lastRule()).toBe('wecom.send.duplicate')
    wecom.control.advance(1)
    await wecom.send(CHECKED)

    expect(wecom.phone()).toHaveLength(2)
  })

  it('answers no msgid under the opposed profile', async () => {
    const wecom = await startWecom({ 'wecom.duplicateAnswer': 'no_msgid' })
    await wecom.send(CHECKED)

    expect((await wecom.send(CHECKED)).body).toEqual({ errcode: 0, errmsg: 'ok' })
  })

  it('asks for the interval the call names, at most four hours', async () => {
    const wecom = await startWecom()
    await wecom.send({ ...CHECKED, duplicate_check_interval: 60 })
    wecom.control.advance(MINUTE_MS)
    await wecom.send({ ...CHECKED, duplicate_check_interval: 60 })
    expect(wecom.phone()).toHaveLength(2)

    wecom.control.advance(240 * MINUTE_MS - 1)
    await wecom.send({ ...CHECKED, duplicate_check_interval: 999_999 })
    expect(wecom.phone()).toHaveLength(2)
    wecom.control.advance(1)
    await wecom.send({ ...CHECKED, duplicate_check_interval: 999_999 })
    expect(wecom.phone()).toHaveLength(3)
  })

  it('does not mind key order and blanks, but the app, the receivers and the content', async () => {
    const wecom = await startWecom()
    const other = wecom.reachable(2)[1] ?? ''
    await wecom.send(CHECKED)

    const { touser, ...rest } = { ...wecom.textMessage(), ...CHECKED }
    await wecom.call('message/send', JSON.stringify({ ...rest, touser }, null, 2))
    expect(wecom.phone()).toHaveLength(1)
    await wecom.send(CHECKED, 'oncall')
    await wecom.send({ ...CHECKED, touser: `zhangsan|${other}` })
    await wecom.send({ ...CHECKED, text: { content: '另一条' } })

    expect(wecom.phone()).toHaveLength(4)
  })

  it('looks at the content person by person under the opposed profile', async () => {
    const wecom = await startWecom({ 'wecom.duplicateScope': 'content_per_person' })
    const other = wecom.reachable(2)[1] ?? ''
    await wecom.send(CHECKED)

    const partly = await wecom.send({ ...CHECKED, touser: `zhangsan|${other}`, safe: 1 })

    expect(partly.body.msgid).toEqual(expect.any(String))
    expect(wecom.phone()).toHaveLength(1)
    expect(wecom.phone(other)).toHaveLength(1)
  })

  it('neither asks nor remembers while it is off', async () => {
    const wecom = await startWecom()

    await wecom.send()
    await wecom.send({ enable_duplicate_check: 0 })
    await wecom.send(CHECKED)

    expect(wecom.phone()).toHaveLength(3)
  })

  it('does not remember a call that was refused', async () => {
    const wecom = await startWecom()
    wecom.control.setOutcomes('wecom', { userids: ['zhangsan'] }, { outcome: 'invalid' })
    expect((await wecom.send(CHECKED)).body.errcode).toBe(81013)
    wecom.control.clearOutcomes()

    await wecom.send(CHECKED)

    expect(wecom.phone()).toHaveLength(1)
  })
})
