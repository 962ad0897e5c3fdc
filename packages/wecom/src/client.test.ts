import { inspect } from 'node:util'
import { createDispatcher } from '@hongyan/platform-call'
import { describe, expect, it, onTestFinished } from 'vitest'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import { startPlatform } from '../../../e2e/setup/literal-platform.ts'
import { createWecom } from './client.ts'
import { ACCESS_TOKEN, clientOf, startPlatformWithToken, TOKEN_ANSWER } from './test-kit.ts'

describe('call', () => {
  it('reaches any API with the app’s token, its own query kept', async () => {
    const platform = await startPlatformWithToken(() => ({ userid: 'zhangsan', name: '张三' }))

    const answer = await clientOf(platform).call('GET', '/cgi-bin/user/get?userid=zhangsan&a=b%26c')

    expect(answer).toEqual({ userid: 'zhangsan', name: '张三' })
    expect(platform.last('/cgi-bin/user/get')).toEqual(
      expect.objectContaining({
        method: 'GET',
        query: { userid: 'zhangsan', a: 'b&c', access_token: ACCESS_TOKEN },
        body: '',
      }),
    )
  })

  it('posts the body as JSON', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 0, errmsg: 'ok', dept_user: [] }))

    await clientOf(platform).call('POST', '/cgi-bin/user/list_id', { cursor: '', limit: 10000 })

    expect(platform.last('/cgi-bin/user/list_id').body).toBe('{"cursor":"","limit":10000}')
  })

  it('throws what the platform refuses, empty default fields or not', async () => {
    const platform = await startPlatformWithToken(() => ({
      errcode: 60111,
      errmsg: 'userid not found',
      department: [],
    }))

    const error = await failureOf(clientOf(platform).call('GET', '/cgi-bin/user/get?userid=x'))

    expect(error).toMatchObject({ kind: 'rejected', code: '60111', endpoint: 'GET /cgi-bin/user/get' })
  })

  it('says when the platform does not know the path', async () => {
    const platform = await startPlatformWithToken(() => ({ status: 404, text: '' }))

    const error = await failureOf(clientOf(platform).call('GET', '/cgi-bin/no/such'))

    expect(error).toMatchObject({
      kind: 'rejected',
      status: 404,
      remedy: { en: expect.stringContaining('path') },
    })
  })

  it.each([
    ['https://evil.example/cgi-bin/user/get'],
    ['//evil.example/cgi-bin/user/get'],
    ['cgi-bin/user/get'],
    ['/cgi-bin/user/get?userid=a&userid=b'],
    ['/cgi-bin/user /get'],
  ])('refuses the path %j before anything is sent', async (path) => {
    const platform = await startPlatformWithToken(() => ({ errcode: 0 }))

    expect(await failureOf(clientOf(platform).call('GET', path))).toMatchObject({
      kind: 'invalid',
      field: 'path',
    })
    expect(platform.requests).toEqual([])
  })
})

describe('createWecom', () => {
  const app = { corpid: 'ww1', agentid: 1000002, secret: 'a-secret' }

  it('keeps the path prefix of a private deployment', async () => {
    const platform = await startPlatform(({ path }) =>
      path.endsWith('/gettoken') ? TOKEN_ANSWER : { errcode: 0 },
    )

    await clientOf({ url: `${platform.url}/wework/` }).messages.recall('m')

    expect(platform.requests.map(({ path }) => path)).toEqual([
      '/wework/cgi-bin/gettoken',
      '/wework/cgi-bin/message/recall',
    ])
  })

  it.each([
    { field: 'corpid', options: { ...app, corpid: '' } },
    { field: 'secret', options: { ...app, secret: '' } },
    { field: 'agentid', options: { ...app, agentid: Number.NaN } },
    { field: 'agentid', options: { ...app, agentid: '' } },
    { field: 'baseUrl', options: { ...app, baseUrl: 'qyapi.weixin.qq.com' } },
    { field: 'baseUrl', options: { ...app, baseUrl: 'ftp://wework.example' } },
    { field: 'baseUrl', options: { ...app, baseUrl: 'https://user:password@wework.example' } },
    { field: 'baseUrl', options: { ...app, baseUrl: 'https://wework.example/?debug=1' } },
  ])('is not made without a usable $field: $options', ({ field, options }) => {
    expect(() => createWecom(options)).toThrow(expect.objectContaining({ kind: 'invalid', field }))
  })

  it('takes the AgentId also as the text an environment variable is', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 0, errmsg: 'ok', msgid: 'm' }))
    const wecom = clientOf(platform, { agentid: '1000002' })

    await wecom.messages.send({ touser: ['a'], msgtype: 'text', text: { content: 'a' } })

    expect(JSON.parse(platform.last('/cgi-bin/message/send').body).agentid).toBe(1000002)
  })

  it('leaves a dispatcher that is not its own open', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 0, errmsg: 'ok' }))
    const dispatcher = createDispatcher({ proxy: false })
    onTestFinished(() => dispatcher.close())
    const options = { ...app, baseUrl: platform.url, dispatcher }

    await createWecom(options).close()
    await createWecom(options).messages.recall('m')

    expect(platform.asked('/cgi-bin/message/recall')).toBe(1)
  })

  it('closes its own way out, as often as it is told to', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 0, errmsg: 'ok' }))
    const wecom = createWecom({ ...app, baseUrl: platform.url, egress: { proxy: false } })

    await Promise.all([wecom.close(), wecom.close()])
    await wecom.close()

    const failure = await failureOf(wecom.messages.recall('m'))
    expect(failure).toMatchObject({ kind: 'not_sent', remedy: { en: expect.stringContaining('is closed') } })
  })

  it('shows no secret when printed', async () => {
    expect(inspect(createWecom(app), { depth: 10, showHidden: true })).not.toContain('a-secret')
  })
})
