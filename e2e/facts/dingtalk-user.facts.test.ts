import { expect } from 'vitest'
import { present } from './bench.ts'
import { codeOf, DingTalkCaller, expectAccepted, expectCode, textOf } from './dingtalk-caller.ts'
import { proveDirectory } from './dingtalk-directory.ts'
import { proveFacts } from './prove.ts'
import { expectLike } from './shape.ts'

const LOOK_UP = '/topapi/v2/user/getbymobile'
const NUMBERS = { 'dingtalk.successErrcode': 'number' }

proveFacts('dingtalk.user', (fact) => {
  proveDirectory(fact)

  fact('dingtalk.user.endpoint.getbymobile', async (bench) => {
    const { method, path } = bench.endpoint
    const token = await new DingTalkCaller(bench).token()
    const request = { headers: { 'content-type': 'application/json' }, body: '{"mobile":"13800000001"}' }
    const { json } = await bench.raw(method, `${path}?access_token=${token}`, request)

    expect(json.result).toMatchObject({ userid: 'zhangsan' })
  })

  fact.under(NUMBERS, 'dingtalk.user.example.getbymobile', async (bench) => {
    const body = { mobile: '13800000001', support_exclusive_account_search: true }
    const answer = await new DingTalkCaller(bench).post(LOOK_UP, body)

    expectLike(answer, bench.response, ['errcode', 'errmsg'])
    expect(answer.json.result).toMatchObject({ userid: JSON.parse(bench.response).result.userid })
  })

  fact('dingtalk.user.behaviour.exclusive-account-search', async (bench) => {
    const body = { mobile: '13800000001', support_exclusive_account_search: true }
    const { json } = await new DingTalkCaller(bench).post(LOOK_UP, body)

    expect(json.result).toEqual({ userid: 'zhangsan', exclusive_account_userid_list: expect.any(Array) })
  })

  fact('dingtalk.user.code.400002', async (bench) => {
    expectCode(await new DingTalkCaller(bench).post(LOOK_UP, {}), bench.code)
  })

  fact.under({ 'dingtalk.userMissCode': '40104' }, 'dingtalk.user.code.40104', async (bench) => {
    expectCode(await new DingTalkCaller(bench).lookUp('13999999999'), bench.code)
  })

  fact.under({ 'dingtalk.userMissCode': '60121' }, 'dingtalk.user.code.60121', async (bench) => {
    expectCode(await new DingTalkCaller(bench).lookUp('13999999999'), bench.code)
  })

  fact('dingtalk.user.code.-1', async (bench) => {
    bench.control.setFault({ path: LOOK_UP, times: 1, action: { errcode: -1 } })

    expectCode(await new DingTalkCaller(bench).lookUp('13800000001'), bench.code)
  })

  fact('dingtalk.user.behaviour.resigned', async (bench) => {
    expect([40104, 60121]).toContain(codeOf(await new DingTalkCaller(bench).lookUp('13900000000')))
  })

  fact('dingtalk.user.behaviour.permission', async (bench) => {
    bench.control.setFault({ path: LOOK_UP, times: 1, action: { errcode: 60011 } })
    const answer = await new DingTalkCaller(bench).lookUp('13800000001')

    expect(codeOf(answer)).toBe(60011)
    expect(textOf(answer)).toContain('qyapi_get_member_by_mobile')
  })

  fact('dingtalk.user.behaviour.not-metered', async (bench) => {
    bench.control.setLimits({ 'dingtalk.monthlyCalls': 0 })

    expectAccepted(await new DingTalkCaller(bench).lookUp('13800000001'))
  })

  fact('dingtalk.user.behaviour.form-or-json', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const form = await dingtalk.postForm(LOOK_UP, { mobile: '13800000001' })
    const json = await dingtalk.lookUp('13800000001')

    expect(form.json.result).toEqual(json.json.result)
    expectAccepted(form)
  })

  fact('dingtalk.user.endpoint.get_by_mobile', async (bench) => {
    const { method, path } = bench.endpoint
    const token = await new DingTalkCaller(bench).token()
    const { json } = await bench.raw(method, `${path}?access_token=${token}&mobile=13800000001`)

    expect(json.userid).toBe('zhangsan')
  })

  fact.under(NUMBERS, 'dingtalk.user.example.get_by_mobile', async (bench) => {
    const token = await new DingTalkCaller(bench).token()
    const path = bench.request.replace('GET https://oapi.dingtalk.com', '')
    const filled = path
      .replace('access_token=', `access_token=${token}`)
      .replace('mobile=', 'mobile=13800000001')

    expectLike(await bench.raw('GET', filled), bench.response, ['errcode', 'errmsg'])
  })

  for (const id of ['dingtalk.user.example.get_by_mobile-miss', 'dingtalk.user.code.60121-listed']) {
    fact(id, async (bench) => {
      const token = await new DingTalkCaller(bench).token()
      const answer = await bench.raw('GET', `/user/get_by_mobile?access_token=${token}&mobile=13999999999`)

      if (bench.fact.kind === 'example') expect(answer.text).toBe(bench.response)
      else expectCode(answer, bench.code)
    })
  }

  fact('dingtalk.user.behaviour.root-department', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const { departments } = bench.control.company().dingtalk
    await dingtalk.sendText('x', { dept_id_list: '1' })

    expect(present(departments.find(({ id }) => id === 1)).parentId).toBe(0)
    expect(dingtalk.userids().every((userid) => dingtalk.phone(userid).length === 1)).toBe(true)
  })

  fact('dingtalk.user.behaviour.robot-code', async (bench) => {
    const { robotCode, appKey } = new DingTalkCaller(bench).app()

    expect(robotCode).toBe(appKey)
  })
})
