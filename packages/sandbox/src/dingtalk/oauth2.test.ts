import { describe, expect, test } from 'vitest'
import { startDingTalk } from './test-kit.ts'

const ACCESS_TOKEN = '/v1.0/oauth2/accessToken'

describe('POST /v1.0/oauth2/accessToken', () => {
  test('answers the token that /gettoken answers, as the bare result', async () => {
    const dingtalk = await startDingTalk()
    const { appKey, appSecret } = dingtalk.app()

    const { status, body } = await dingtalk.post(ACCESS_TOKEN, { appKey, appSecret })

    expect(status).toBe(200)
    expect(body).toEqual({ accessToken: await dingtalk.token(), expireIn: 7200 })
  })

  test('refuses a wrong secret with HTTP 400, a code in words and a request id', async () => {
    const dingtalk = await startDingTalk()

    const { status, contentType, body } = await dingtalk.post(ACCESS_TOKEN, {
      appKey: dingtalk.app().appKey,
      appSecret: 'wrong',
    })

    expect(status).toBe(400)
    expect(contentType).toBe('application/json;charset=utf-8')
    expect(body).toEqual({
      code: 'invalidClientIdOrSecret',
      message: '无效的clientId或者clientSecret',
      requestid: expect.stringMatching(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/),
    })
  })

  test('demands JSON', async () => {
    const dingtalk = await startDingTalk()

    const form = await dingtalk.postForm(ACCESS_TOKEN, { appKey: 'a', appSecret: 'b' })
    const cut = await dingtalk.post(ACCESS_TOKEN, '{"appKey":')
    const partial = await dingtalk.post(ACCESS_TOKEN, { appKey: 'a' })

    expect(form.status).toBe(400)
    expect(form.body).toMatchObject({ code: 'Missingbody', message: 'body is mandatory for this action.' })
    expect(cut.body).toMatchObject({
      code: 'Invalidbody',
      message: 'Specified parameter body is not valid. JSON parsing error',
    })
    expect(partial.body).toMatchObject({
      code: 'MissingappSecret',
      message: 'appSecret is mandatory for this action.',
    })
  })
})

describe('POST /v1.0/oauth2/{corpId}/token', () => {
  const credentials = { client_id: 'x', client_secret: 'y', grant_type: 'client_credentials' }

  test('answers the same token under the names of OAuth', async () => {
    const dingtalk = await startDingTalk()
    const { appKey: client_id, appSecret: client_secret } = dingtalk.app()

    const { body } = await dingtalk.post(`/v1.0/oauth2/${dingtalk.corp.corpId}/token`, {
      ...credentials,
      client_id,
      client_secret,
    })

    expect(body).toEqual({ access_token: await dingtalk.token(), expires_in: 7200 })
  })

  test('tells a wrong client from a wrong grant type', async () => {
    const dingtalk = await startDingTalk()
    const path = `/v1.0/oauth2/${dingtalk.corp.corpId}/token`

    const client = await dingtalk.post(path, credentials)
    const grantType = await dingtalk.post(path, { ...credentials, grant_type: 'password' })

    expect([client.status, client.body.code]).toEqual([400, 'invalid.client'])
    expect([grantType.status, grantType.body.code]).toEqual([400, 'unsupported.grant.type'])
  })

  test('does not know any other corp', async () => {
    const dingtalk = await startDingTalk()

    const { status, body } = await dingtalk.post('/v1.0/oauth2/dingother/token', credentials)

    expect(status).toBe(500)
    expect(body).toMatchObject({ code: 'unknownError', message: '未知错误' })
  })
})
