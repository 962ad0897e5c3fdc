import { describe, expect, it } from 'vitest'
import { MINUTE_MS, startWecom, type WecomUnderTest } from './test-kit.ts'

function post(wecom: WecomUnderTest, body: object, key = wecom.corp.robots[0]?.key) {
  return wecom.post(`/cgi-bin/webhook/send?key=${key}`, body)
}

const text = (content: string, fields: object = {}) => ({ msgtype: 'text', text: { content, ...fields } })
const markdown = (content: string) => ({ msgtype: 'markdown', markdown: { content } })
const group = (wecom: WecomUnderTest) => wecom.control.robotGroup('wecom', wecom.corp.robots[0]?.name ?? '')

describe('webhook/send', () => {
  it('shows the group text and markdown', async () => {
    const wecom = await startWecom()

    expect((await post(wecom, text('磁盘已满'))).body).toEqual({ errcode: 0, errmsg: 'ok' })
    await post(wecom, markdown('**磁盘**已满'))

    expect(group(wecom)).toMatchObject([{ message: text('磁盘已满') }, { message: markdown('**磁盘**已满') }])
    expect(wecom.control.robotGroup('wecom', wecom.corp.robots[1]?.name ?? '')).toEqual([])
  })

  it('calls members to attention by userid, by mobile and inside the content; the unknown are passed over', async () => {
    const wecom = await startWecom()
    const [, second = '', third = ''] = wecom.reachable(3)
    const { mobile } = wecom.someone((employee) => employee.wecom?.userid === second)

    await post(
      wecom,
      text('请看 <@zhangsan>', { mentioned_list: [third, 'nobody'], mentioned_mobile_list: [mobile] }),
    )
    await post(wecom, text('请看', { mentioned_list: ['@all'] }))
    await post(wecom, markdown('<@zhangsan>'))

    expect(group(wecom)).toMatchObject([
      { mentions: { everyone: false, userids: ['zhangsan', third, second] } },
      { mentions: { everyone: true, userids: [] } },
      { mentions: { everyone: false, userids: ['zhangsan'] } },
    ])
  })

  it('answers 93000 to a key that is unknown or missing', async () => {
    const wecom = await startWecom()

    const { body, headers } = await post(wecom, text('x'), 'unknown')

    expect(body).toMatchObject({
      errcode: 93000,
      errmsg: expect.stringMatching(/^invalid webhook url, hint: \[\d{25}\]/),
    })
    expect(headers.get('error-code')).toBe('93000')
    expect((await wecom.post('/cgi-bin/webhook/send', text('x'))).body.errcode).toBe(93000)
  })

  it('answers 44004 to empty content and 40008 to a type it does not know or a body that is missing', async () => {
    const wecom = await startWecom()
    const reason = async (body: object) => (await post(wecom, body)).body

    expect(await reason(text(''))).toMatchObject({
      errcode: 44004,
      errmsg: expect.stringMatching(/^empty content, /),
    })
    const invalid = { errcode: 40008, errmsg: expect.stringMatching(/^invalid message type, /) }
    expect(await reason({ msgtype: 'link' })).toMatchObject(invalid)
    expect(await reason({ msgtype: 'text' })).toMatchObject(invalid)
    expect(await reason({})).toMatchObject(invalid)
    expect(await reason({ msgtype: 'image' })).toMatchObject(invalid)
  })

  it('answers 40063 to what is not posted as JSON', async () => {
    const wecom = await startWecom()

    expect((await wecom.get(`/cgi-bin/webhook/send?key=${wecom.corp.robots[0]?.key}`)).body.errcode).toBe(
      40063,
    )
  })

  it('refuses text beyond 5120 and markdown beyond 4096 bytes', async () => {
    const wecom = await startWecom()
    const answered = async (body: object) => (await post(wecom, body)).body

    expect((await answered(text('a'.repeat(5120)))).errcode).toBe(0)
    expect(await answered(text('a'.repeat(5121)))).toMatchObject({
      errcode: 40058,
      errmsg: expect.stringMatching(
        /^text\.content exceed max length 5120\. invalid Request Parameter, hint: /,
      ),
    })
    expect((await answered(markdown('a'.repeat(4096)))).errcode).toBe(0)
    expect(await answered(markdown('a'.repeat(4097)))).toMatchObject({
      errcode: 40058,
      errmsg: expect.stringMatching(
        /^markdown\.content exceed max length 4096\. invalid Request Parameter, hint: /,
      ),
    })
  })

  it('takes the documented 2048 bytes of text as its limit if told so', async () => {
    const wecom = await startWecom()
    wecom.control.setLimits({ 'wecom.robotTextBytes': 2048 })

    expect((await post(wecom, text('a'.repeat(2049)))).body.errmsg).toMatch(
      /^text\.content exceed max length 2048\. /,
    )
  })

  it('takes 20 messages a minute, then refuses that robot for 60 seconds', async () => {
    const wecom = await startWecom()
    const errcode = async (robot = 0) =>
      (await post(wecom, text('x'), wecom.corp.robots[robot]?.key)).body.errcode

    for (let message = 1; message <= 20; message++) expect(await errcode()).toBe(0)
    expect(await errcode()).toBe(45009)
    expect(await errcode(1)).toBe(0)
    wecom.control.advance(MINUTE_MS - 1)
    expect(await errcode()).toBe(45009)
    wecom.control.advance(1)
    expect(await errcode()).toBe(0)
    expect(group(wecom)).toHaveLength(21)
  })

  it('has no list of trusted addresses', async () => {
    const wecom = await startWecom()
    const [robot] = wecom.corp.robots
    wecom.control.allowIps({ platform: 'wecom', robot: robot?.name ?? '', allow: ['10.0.0.1'] })

    expect((await post(wecom, text('x'))).body.errcode).toBe(0)
  })
})
