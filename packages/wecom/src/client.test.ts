import { inspect } from 'node:util'
import { createDispatcher, InvalidInputError } from '@hongyan/platform-call'
import { startSandbox } from '@hongyan/sandbox'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createWecom } from './client.ts'
import { refusalOf, refusedRecipients } from './recipients.ts'
import { clientOf, failureOf, startPlatform, startPlatformWithToken, TOKEN_ANSWER } from './test-kit.ts'

/** What the platform’s pages leave open, answered one way and the other. */
type Profile = 'documented' | 'opposed'
const PROFILES: Profile[] = ['documented', 'opposed']

/** The sandbox’s `hr` app and its people. */
async function startCompany(profile: Profile) {
  const sandbox = await startSandbox({ profile })
  onTestFinished(() => sandbox.close())
  const { wecom: corp, employees } = sandbox.control.company()
  const app = corp.apps.find(({ name }) => name === 'hr')
  const wecom = clientOf(sandbox, {
    corpid: corp.corpid,
    agentid: app?.agentid ?? 0,
    secret: app?.secret ?? '',
    clock: sandbox.clock,
  })
  const person = (state: string) => {
    const found = employees.find((employee) => employee.wecom && employee.state === state)
    if (!found?.wecom) throw new Error(`The sandbox has nobody who is ${state}.`)
    return { mobile: found.mobile, email: found.email, userid: found.wecom.userid }
  }
  return { sandbox, wecom, person }
}

describe.each(PROFILES)('a client against the sandbox under the %s profile', (profile) => {
  it('finds a person by mobile and by e-mail, sends, and takes back what arrived', async () => {
    const { sandbox, wecom, person } = await startCompany(profile)
    const { mobile, email, userid } = person('active')

    expect(await wecom.users.getUserid(mobile)).toBe(userid)
    expect(await wecom.users.getUseridByEmail(email)).toBe(userid)
    const { complete, msgid } = await wecom.messages.send({
      touser: [userid],
      msgtype: 'text',
      text: { content: '您好' },
    })

    expect(complete).toBe(true)
    const arrived = () => sandbox.control.inbox('wecom', userid)
    expect(arrived()).toHaveLength(1)
    expect(arrived()[0]?.recalledAt).toBeNull()
    await wecom.messages.recall(msgid)
    expect(arrived()[0]?.recalledAt).not.toBeNull()
  })

  it('tells who was refused of those it sent to', async () => {
    const { wecom, person } = await startCompany(profile)
    const [active, hidden] = [person('active').userid, person('out_of_range').userid]

    const result = await wecom.messages.send({
      touser: [active, hidden],
      msgtype: 'text',
      text: { content: '您好' },
    })

    expect(result.complete).toBe(false)
    expect(refusalOf(result, active)).toBeUndefined()
    expect(refusalOf(result, hidden)).toBe('invaliduser')
  })

  it('throws when nobody is in range, and names them', async () => {
    const { wecom, person } = await startCompany(profile)
    const { userid } = person('out_of_range')

    const error = await failureOf(
      wecom.messages.send({ touser: [userid], msgtype: 'text', text: { content: '您好' } }),
    )

    const refused = refusedRecipients(error)
    expect(error).toMatchObject({ kind: 'rejected', code: '81013' })
    expect(refused && refusalOf(refused, userid)).toBe('invaliduser')
  })

  it('repeats a lost send by the same bytes without a second copy arriving', async () => {
    const { sandbox, wecom, person } = await startCompany(profile)
    const { userid } = person('active')
    const prepared = wecom.messages.prepare({
      touser: [userid],
      msgtype: 'markdown',
      markdown: { content: '**您好**' },
      enable_duplicate_check: 1,
    })
    sandbox.control.setFault({ path: '/cgi-bin/message/send', times: 1, action: 'reset_after' })

    expect(await failureOf(wecom.messages.sendPrepared(prepared))).toMatchObject({ kind: 'ambiguous' })
    await wecom.messages.sendPrepared(prepared)

    expect(sandbox.control.inbox('wecom', userid)).toHaveLength(1)
  })

  it('names the address to trust when the app does not trust it', async () => {
    const { sandbox, wecom, person } = await startCompany(profile)
    sandbox.control.allowIps({ platform: 'wecom', app: 'hr', allow: ['203.0.113.7'] })

    sandbox.control.advance(60_000)
    const error = await failureOf(wecom.users.getUserid(person('active').mobile))

    expect(error).toMatchObject({
      kind: 'rejected',
      code: '60020',
      remedy: { en: expect.stringContaining('127.0.0.1') },
    })
  })
})

describe('call', () => {
  it('reaches any API with the app’s token, its own query kept', async () => {
    const platform = await startPlatformWithToken(() => ({ userid: 'zhangsan', name: '张三' }))

    const answer = await clientOf(platform).call('GET', '/cgi-bin/user/get?userid=zhangsan&a=b%26c')

    expect(answer).toEqual({ userid: 'zhangsan', name: '张三' })
    expect(platform.requests.at(-1)).toEqual({
      method: 'GET',
      path: '/cgi-bin/user/get',
      query: { userid: 'zhangsan', a: 'b&c', access_token: 'accesstoken000001' },
      body: '',
    })
  })

  it('posts the body as JSON', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 0, errmsg: 'ok', dept_user: [] }))

    await clientOf(platform).call('POST', '/cgi-bin/user/list_id', { cursor: '', limit: 10000 })

    expect(platform.requests.at(-1)?.body).toBe('{"cursor":"","limit":10000}')
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

  it('takes no address but a path', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 0 }))

    const error = await failureOf(clientOf(platform).call('GET', 'https://elsewhere.example/cgi-bin/x'))

    expect(error).toMatchObject({ kind: 'invalid', field: 'path' })
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
  ])('refuses an app without $field', ({ field, options }) => {
    expect(() => createWecom(options)).toThrow(InvalidInputError)
    expect(() => createWecom(options)).toThrow(field)
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

  it('closes its own way out', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 0, errmsg: 'ok' }))
    const wecom = createWecom({ ...app, baseUrl: platform.url, egress: { proxy: false } })

    await wecom.close()

    expect(await failureOf(wecom.messages.recall('m'))).toMatchObject({ kind: 'not_sent' })
  })

  it('shows no secret when printed', async () => {
    expect(inspect(createWecom(app), { depth: 10, showHidden: true })).not.toContain('a-secret')
  })
})
