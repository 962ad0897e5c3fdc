import { describe, expect, test } from 'vitest'
import { HOUR_MS, startDingTalk } from './test-kit.ts'

describe('GET /gettoken', () => {
  test('answers a token for two hours', async () => {
    const dingtalk = await startDingTalk()

    const { status, contentType, text } = await dingtalk.gettoken()

    expect(status).toBe(200)
    expect(contentType).toBe('application/json')
    expect(text).toMatch(/^\{"errcode":0,"access_token":"[0-9a-f]{32}","errmsg":"ok","expires_in":7200\}$/)
  })

  test('answers the same token again and prolongs it', async () => {
    const dingtalk = await startDingTalk()
    const first = await dingtalk.token()
    dingtalk.control.advance(1.5 * HOUR_MS)

    const second = await dingtalk.gettoken()
    dingtalk.control.advance(1.5 * HOUR_MS)
    const lookUp = await dingtalk.post(`/topapi/v2/user/getbymobile?access_token=${first}`, {
      mobile: '13800000001',
    })

    expect(second.body).toMatchObject({ access_token: first, expires_in: 7200 })
    expect(lookUp.body).toMatchObject({ errcode: 0 })
  })

  test('answers a new token once the old one has expired', async () => {
    const dingtalk = await startDingTalk()
    const first = await dingtalk.token()
    dingtalk.control.advance(2 * HOUR_MS)

    expect(await dingtalk.token()).not.toBe(first)
  })

  test('gives every app a token of its own', async () => {
    const dingtalk = await startDingTalk()

    expect(await dingtalk.token('hr')).not.toBe(await dingtalk.token('ops'))
  })

  test.each([
    ['an unknown key', '?appkey=dingx&appsecret=y', 40096, '不合法的appKey或appSecret'],
    ['the older corpid and corpsecret', '?corpid=dingx&corpsecret=y', 40089, '不合法的corpid或corpsecret'],
    ['missing parameters', '', 40035, '缺少参数 corpid or appkey'],
  ])('refuses %s without wrapping the error', async (_, query, errcode, errmsg) => {
    const dingtalk = await startDingTalk()

    const { status, body } = await dingtalk.request(`/gettoken${query}`)

    expect({ status, body }).toEqual({ status: 200, body: { errcode, errmsg } })
  })

  test('refuses a POST, even with the right parameters', async () => {
    const dingtalk = await startDingTalk()
    const { appKey, appSecret } = dingtalk.app()

    const { body } = await dingtalk.post(`/gettoken?appkey=${appKey}&appsecret=${appSecret}`, {})

    expect(body).toEqual({ errcode: 43001, errmsg: '需要GET请求' })
  })
})
