import { createDispatcher } from '@hongyan/platform-call'
import { describe, expect, it, onTestFinished } from 'vitest'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import { createDingTalk, type DingTalkOptions } from './client.ts'
import { resolveHosts } from './hosts.ts'
import { ACCESS_TOKEN, APP_KEY, APP_SECRET, clientOf, startPlatformWithToken } from './test-kit.ts'

describe('call', () => {
  it('reaches the old host with the token in the query, beside the path’s own parameters', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 0, userid: 'a', request_id: 'r' }))

    const body = await clientOf(platform).call('GET', '/user/get?userid=%E5%BC%A0&lang=zh_CN')

    expect(body).toEqual({ errcode: 0, userid: 'a', request_id: 'r' })
    expect(platform.last('/user/get')).toMatchObject({
      method: 'GET',
      query: { userid: '张', lang: 'zh_CN', access_token: ACCESS_TOKEN },
    })
    expect(platform.last('/user/get').headers['x-acs-dingtalk-access-token']).toBeUndefined()
  })

  it('reaches the new host with the token in the header and nowhere else', async () => {
    const platform = await startPlatformWithToken(() => ({ processQueryKey: 'k' }))

    const body = await clientOf(platform).call('POST', '/v1.0/robot/groupMessages/send', { robotCode: 'r' })

    const request = platform.last('/v1.0/robot/groupMessages/send')
    expect(body).toEqual({ processQueryKey: 'k' })
    expect(request.headers['x-acs-dingtalk-access-token']).toBe(ACCESS_TOKEN)
    expect(request.rawQuery).toBe('')
    expect(request.body).toBe('{"robotCode":"r"}')
  })

  it('has the errors of the host it reaches', async () => {
    const platform = await startPlatformWithToken(({ path }) =>
      path.startsWith('/v1.0')
        ? {
            status: 403,
            text: '{"code":"Forbidden.AccessDenied.QpsLimitForApi","message":"慢","requestid":"R"}',
          }
        : { errcode: 60003, errmsg: '部门不存在' },
    )
    const dingtalk = clientOf(platform)

    expect(await failureOf(dingtalk.call('PUT', '/v1.0/card/instances', {}))).toMatchObject({
      kind: 'throttled',
      status: 403,
      requestId: 'R',
      endpoint: 'PUT /v1.0/card/instances',
    })
    expect(await failureOf(dingtalk.call('POST', '/topapi/v2/department/get', { dept_id: 9 }))).toMatchObject(
      {
        kind: 'rejected',
        code: '60003',
        platformMessage: '部门不存在',
      },
    )
  })

  it.each([
    ['https://evil.example/topapi/v2/user/get'],
    ['//evil.example/topapi'],
    ['topapi/v2/user/get'],
    ['/user/get?userid=a&userid=b'],
    ['/user/get#x'],
    ['/user\r\nhost: evil'],
  ])('refuses the path %j before anything is sent', async (path) => {
    const platform = await startPlatformWithToken(() => ({ errcode: 0 }))

    expect(await failureOf(clientOf(platform).call('GET', path))).toMatchObject({
      kind: 'invalid',
      field: 'path',
    })
    expect(platform.requests).toEqual([])
  })
})

describe('hosts', () => {
  it.each<[string | undefined, string | undefined, string, string]>([
    [undefined, undefined, 'https://oapi.dingtalk.com', 'https://api.dingtalk.com'],
    ['https://oapi.dingtalk.com/', undefined, 'https://oapi.dingtalk.com', 'https://api.dingtalk.com'],
    ['https://oapi.dingtalk.io', undefined, 'https://oapi.dingtalk.io', 'https://api.dingtalk.io'],
    ['http://127.0.0.1:4181', undefined, 'http://127.0.0.1:4181', 'http://127.0.0.1:4181'],
    ['https://gate.example', 'https://gate2.example', 'https://gate.example', 'https://gate2.example'],
    [undefined, 'https://gate2.example', 'https://oapi.dingtalk.com', 'https://gate2.example'],
  ])('of baseUrl %s and apiBaseUrl %s are %s and %s', (baseUrl, apiBaseUrl, oapi, api) => {
    const hosts = resolveHosts(baseUrl, apiBaseUrl)

    expect(hosts).toEqual({ oapi: { origin: oapi, prefix: '' }, api: { origin: api, prefix: '' } })
  })

  it('keep a path prefix of a gateway in between', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 0 }))
    const dingtalk = clientOf({ url: `${platform.url}/ding/` })

    await failureOf(dingtalk.call('GET', '/user/get'))

    expect(platform.requests[0]?.path).toBe('/ding/gettoken')
  })

  it.each([
    '',
    'oapi.dingtalk.com',
    'ftp://a.example',
    'https://user:pw@a.example',
    'https://a.example/?x=1',
  ])('cannot be “%s”', (baseUrl) => {
    expect(() => resolveHosts(baseUrl)).toThrow(
      expect.objectContaining({ kind: 'invalid', field: 'baseUrl' }),
    )
  })
})

describe('a client', () => {
  it.each([
    ['appKey', { appKey: '' }],
    ['appSecret', { appSecret: '' }],
    ['agentId', { agentId: '' }],
    ['agentId', { agentId: 'ding123' }],
    ['agentId', { agentId: Number.NaN }],
    ['appSecret', { appSecret: 123456 }],
    ['tokenEndpoint', { tokenEndpoint: 'oauth' }],
  ])('is not made without a usable %s: %j', (field, wrong) => {
    // Callers without types hand over anything.
    const options = { appKey: APP_KEY, appSecret: APP_SECRET, agentId: 1, ...wrong } as DingTalkOptions

    expect(() => createDingTalk(options)).toThrow(expect.objectContaining({ kind: 'invalid', field }))
  })

  it('takes the AgentId also as the text an environment variable is', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 0, task_id: 1 }))
    const dingtalk = clientOf(platform, { agentId: '1234567890' })

    await dingtalk.work.send({ userid_list: ['a'], msg: { msgtype: 'text', text: { content: 'a' } } })

    expect(JSON.parse(platform.requests[1]?.body ?? '').agent_id).toBe(1234567890)
  })

  it('leaves a dispatcher that is not its own open', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 0, userid: 'a' }))
    const dispatcher = createDispatcher({ proxy: false })
    onTestFinished(() => dispatcher.close())

    await clientOf(platform, { dispatcher }).close()

    expect(await clientOf(platform, { dispatcher }).call('GET', '/user/get')).toEqual({
      errcode: 0,
      userid: 'a',
    })
  })
})
