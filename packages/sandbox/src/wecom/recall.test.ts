import { describe, expect, it } from 'vitest'
import { HOUR_MS, startWecom } from './test-kit.ts'

describe('message/recall', () => {
  it('takes every copy of the message back', async () => {
    const wecom = await startWecom()
    const [first = '', second = ''] = wecom.reachable(2)
    const { msgid } = (await wecom.send({ touser: `${first}|${second}` })).body
    await wecom.send({ touser: first })

    const { body } = await wecom.call('message/recall', { msgid })

    expect(body).toEqual({ errcode: 0, errmsg: 'ok' })
    expect(wecom.phone(first)).toMatchObject([{ recalledAt: expect.any(Number) }, { recalledAt: null }])
    expect(wecom.phone(second)).toMatchObject([{ recalledAt: expect.any(Number) }])
  })

  it('is possible for 24 hours', async () => {
    const wecom = await startWecom()
    const early = (await wecom.send()).body.msgid
    wecom.control.advance(1)
    const late = (await wecom.send()).body.msgid

    wecom.control.advance(24 * HOUR_MS)

    expect((await wecom.call('message/recall', { msgid: early })).body.errcode).toBe(42052)
    expect((await wecom.call('message/recall', { msgid: late })).body.errcode).toBe(0)
    expect(wecom.phone()[0]?.recalledAt).toBeNull()
  })

  it('is refused to another app, and for a msgid that does not exist', async () => {
    const wecom = await startWecom()
    const { msgid } = (await wecom.send()).body

    expect((await wecom.call('message/recall', { msgid }, 'oncall')).body.errcode).toBe(40058)
    expect((await wecom.call('message/recall', { msgid: 'x' })).body.errcode).toBe(40058)
    expect((await wecom.call('message/recall', {})).body.errcode).toBe(40058)
    expect(wecom.phone()[0]?.recalledAt).toBeNull()
  })

  it.each([
    ['documented', 0],
    ['opposed', 42052],
  ] as const)('answers a second recall by profile (%s: %i)', async (profile, errcode) => {
    const wecom = await startWecom(profile)
    const { msgid } = (await wecom.send()).body
    await wecom.call('message/recall', { msgid })

    expect((await wecom.call('message/recall', { msgid })).body.errcode).toBe(errcode)
  })
})
