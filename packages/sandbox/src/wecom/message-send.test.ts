import { describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS, startWecom } from './test-kit.ts'

describe('message/send', () => {
  it('answers a fresh msgid and puts the message on the phone', async () => {
    const wecom = await startWecom()

    const first = await wecom.send()
    const second = await wecom.send()

    expect(first.body).toEqual({
      errcode: 0,
      errmsg: 'ok',
      msgid: expect.stringMatching(/^[A-Za-z0-9_-]{63,86}$/),
    })
    expect(second.body.msgid).not.toBe(first.body.msgid)
    expect(wecom.phone().map(({ app, receipt }) => [app, receipt])).toEqual([
      ['office', first.body.msgid],
      ['office', second.body.msgid],
    ])
    expect(wecom.lastRule()).toBe('wecom.send.ok')
  })

  it('takes the request of the common clients: agentid and safe as strings, blanks around the separator', async () => {
    const wecom = await startWecom()
    const { agentid } = wecom.app('office')

    const asNumber = `{"touser":"zhangsan","msgtype":"text","agentid":${agentid},"text":{"content":"test msg!"}}`
    const asString = `{ "touser" : "zhangsan | ${wecom.reachable(2)[1]}", "toparty" : "", "totag" : "",
      "msgtype" : "text", "agentid" : "${agentid}", "text" : { "content" : "test msg!" }, "safe":"0" }`

    expect((await wecom.call('message/send', asNumber)).body).toMatchObject({ errcode: 0, errmsg: 'ok' })
    expect((await wecom.call('message/send', asString)).body).toMatchObject({ errcode: 0, errmsg: 'ok' })
    expect(wecom.phone()).toHaveLength(2)
  })

  it('demands the agentid of the app whose token it is', async () => {
    const wecom = await startWecom()
    const errcode = async (agentid: unknown) => (await wecom.send({ agentid })).body

    expect(await errcode(undefined)).toMatchObject({ errcode: 41011 })
    expect(await errcode('office')).toMatchObject({
      errcode: 40056,
      errmsg: expect.stringMatching(/^invalid agentid, hint/),
    })
    expect(await errcode(wecom.app('oncall').agentid)).toMatchObject({
      errcode: 301002,
      errmsg: expect.stringMatching(/^not allow operate another agent with this accesstoken\., hint: /),
    })
  })

  it.each([
    ['documented', 301002],
    ['opposed', 40056],
  ] as const)('answers an agentid that no app has (%s: %i)', async (profile, errcode) => {
    const wecom = await startWecom(profile)

    expect((await wecom.send({ agentid: 1_999_999 })).body.errcode).toBe(errcode)
    expect((await wecom.send({ agentid: wecom.app('oncall').agentid })).body.errcode).toBe(301002)
  })

  it('knows safe 0 and 1, and 2 for mpnews only', async () => {
    const wecom = await startWecom()

    expect((await wecom.send({ safe: 1 })).body.errcode).toBe(0)
    expect(wecom.newest()).toMatchObject({ safe: 1 })
    expect((await wecom.send({ safe: 2 })).body.errcode).toBe(40035)
    expect((await wecom.send({ msgtype: 'mpnews', mpnews: { articles: [] }, safe: 2 })).body.errcode).toBe(
      44004,
    )
  })
})

describe('an injected outcome', () => {
  it('decides what becomes of a person, and the answer tells only of the invalid and the unlicensed', async () => {
    const wecom = await startWecom()
    const [read = '', dropped = '', failed = '', invalid = '', unlicensed = ''] = wecom.reachable(5)
    wecom.control.setOutcomes('wecom', { userids: [read] }, { outcome: 'read' })
    wecom.control.setOutcomes('wecom', { userids: [dropped] }, { outcome: 'dropped' })
    wecom.control.setOutcomes('wecom', { userids: [failed] }, { outcome: 'failed' })
    wecom.control.setOutcomes('wecom', { userids: [invalid] }, { outcome: 'invalid' })
    wecom.control.setOutcomes('wecom', { userids: [unlicensed] }, { outcome: 'unlicensed' })

    const { body } = await wecom.send({ touser: [read, dropped, failed, invalid, unlicensed].join('|') })

    expect(body).toEqual({
      errcode: 0,
      errmsg: 'ok',
      invaliduser: invalid.toLowerCase(),
      unlicenseduser: unlicensed.toLowerCase(),
      msgid: expect.any(String),
    })
    expect(wecom.phone(read)).toMatchObject([{ readAt: expect.any(Number) }])
    for (const nobody of [dropped, failed, invalid, unlicensed]) expect(wecom.phone(nobody)).toEqual([])
    expect(wecom.lastRule()).toBe('wecom.send.someInvalid+injected.dropped+injected.failed')
  })

  it('of unlicensed for everyone named is no 81013', async () => {
    const wecom = await startWecom()
    wecom.control.setOutcomes('wecom', { userids: ['zhangsan'] }, { outcome: 'unlicensed' })

    expect((await wecom.send()).body).toMatchObject({ errcode: 0, unlicenseduser: 'zhangsan' })
  })
})

describe('the limits per member', () => {
  it.each([
    ['wecom.memberPerMinute', 30, MINUTE_MS],
    ['wecom.memberPerHour', 1000, HOUR_MS],
  ] as const)('drop the message that exceeds %s without a word', async (limit, standard, spanMs) => {
    const wecom = await startWecom()
    expect(wecom.control.limits()[limit]).toBe(standard)
    wecom.control.setLimits({ [limit]: 2 })
    const second = wecom.reachable(2)[1] ?? ''
    await wecom.send()
    wecom.control.advance(spanMs - 1)
    await wecom.send()

    const dropped = await wecom.send({ touser: `zhangsan|${second}` })

    expect(dropped.body).toEqual({ errcode: 0, errmsg: 'ok', msgid: expect.any(String) })
    expect(wecom.phone()).toHaveLength(2)
    expect(wecom.phone(second)).toHaveLength(1)
    expect(wecom.lastRule()).toBe('wecom.send.overMemberLimit')
    wecom.control.advance(1)
    await wecom.send()
    await wecom.send()
    expect(wecom.phone()).toHaveLength(3)
  })

  it('count every app for itself', async () => {
    const wecom = await startWecom()
    wecom.control.setLimits({ 'wecom.memberPerMinute': 1 })

    await wecom.send({}, 'office')
    await wecom.send({}, 'oncall')

    expect(wecom.phone()).toHaveLength(2)
  })
})

describe("the day's person-times", () => {
  const everyone = { touser: '@all' }

  it('are 200 for each seat', async () => {
    const wecom = await startWecom()

    expect(wecom.control.limits()['wecom.personTimesPerSeatPerDay']).toBe(200)
  })

  it('beyond the allowance refuse every call of the app until the natural day ends', async () => {
    const wecom = await startWecom()
    // One person-time for each seat: everyone fits once, not twice.
    wecom.control.setLimits({ 'wecom.personTimesPerSeatPerDay': 1 })

    expect((await wecom.send(everyone)).body.errcode).toBe(0)
    expect((await wecom.send(everyone)).body.errcode).toBe(45009)
    expect((await wecom.send()).body.errcode).toBe(45009)
    expect((await wecom.send({}, 'oncall')).body.errcode).toBe(0)
    expect(wecom.phone()).toHaveLength(2)
    wecom.control.advance(14 * HOUR_MS - 1)
    expect((await wecom.send()).body.errcode).toBe(45009)
    wecom.control.advance(1)
    expect((await wecom.send()).body.errcode).toBe(0)
  })

  it('beyond the allowance drop the rest of the members under the opposed profile', async () => {
    const wecom = await startWecom({ 'wecom.dailyQuota': 'silent_drop' })
    wecom.control.setLimits({ 'wecom.personTimesPerSeatPerDay': 3 / wecom.employees.length })
    const four = wecom.reachable(4)

    const { body } = await wecom.send({ touser: four.join('|') })

    expect(body).toEqual({ errcode: 0, errmsg: 'ok', msgid: expect.any(String) })
    expect(four.map((userid) => wecom.phone(userid).length)).toEqual([1, 1, 1, 0])
    expect(wecom.lastRule()).toBe('wecom.send.overDailyQuota')
  })
})
