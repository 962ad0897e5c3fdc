import { describe, expect, it } from 'vitest'
import { startWecom, type WecomUnderTest } from './test-kit.ts'

async function sendNotice(wecom: WecomUnderTest, change: object, fields: object = {}, app = 'canteen') {
  const notice = {
    appid: wecom.corp.miniprograms[0],
    page: 'pages/index',
    title: '会议室预订成功',
    description: '4月27日 16:16',
    emphasis_first_item: true,
    content_item: [{ key: '会议室', value: '402' }],
    ...change,
  }
  const { body } = await wecom.send(
    { msgtype: 'miniprogram_notice', miniprogram_notice: notice, ...fields },
    app,
  )
  return { errcode: body.errcode, notice }
}

describe('miniprogram_notice', () => {
  it('of an app that belongs to a mini program arrives', async () => {
    const wecom = await startWecom()

    const { errcode, notice } = await sendNotice(wecom, {})

    expect(errcode).toBe(0)
    expect(wecom.newest()).toMatchObject({ miniprogram_notice: notice })
  })

  it('of any other app is refused', async () => {
    const wecom = await startWecom()

    expect((await sendNotice(wecom, {}, {}, 'office')).errcode).toBe(48002)
  })

  it('goes to named people only', async () => {
    const wecom = await startWecom()

    expect((await sendNotice(wecom, {}, { touser: '@all' })).errcode).toBe(40035)
  })

  it('names what is missing or wrong', async () => {
    const wecom = await startWecom()
    const code = async (change: object) => (await sendNotice(wecom, change)).errcode
    const items = (count: number) => Array.from({ length: count }, () => ({ key: '时间', value: '今天' }))

    expect(await code({ appid: '' })).toBe(90200)
    expect(await code({ appid: 'wx1' })).toBe(90207)
    expect(await code({ appid: 'wx0000000000000000' })).toBe(90206)
    expect(await code({ appid: wecom.corp.miniprograms[1] })).toBe(90208)
    expect(await code({ page: 'p'.repeat(1024) })).toBe(0)
    expect(await code({ page: 'p'.repeat(1025) })).toBe(90204)
    expect(await code({ title: '' })).toBe(41016)
    expect(await code({ title: '三个字' })).toBe(40035)
    expect(await code({ title: '字'.repeat(13) })).toBe(40035)
    expect(await code({ description: '字'.repeat(13) })).toBe(40035)
    expect(await code({ description: '' })).toBe(0)
    expect(await code({ content_item: items(10) })).toBe(0)
    expect(await code({ content_item: items(11) })).toBe(90201)
    expect(await code({ content_item: [{ key: '键'.repeat(10), value: '值'.repeat(30) }] })).toBe(0)
    expect(await code({ content_item: [{ key: '键'.repeat(11), value: '' }] })).toBe(90202)
    expect(await code({ content_item: [{ key: '键', value: '值'.repeat(31) }] })).toBe(90203)
  })
})
