import { expect } from 'vitest'
import { expectCode } from './dingtalk-caller.ts'
import { BATCH_SEND, expectPrinted, NewHostCaller, TOKEN_HEADER } from './dingtalk-new-host.ts'
import type { Prove } from './prove.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
const DENIED = 'Forbidden.AccessDenied'

/** The gateway in front of the new host, and the codes of uploads and directory calls. */
export function proveNewHost(fact: Prove): void {
  fact('dingtalk.gateway.example.InvalidAuthentication', async (bench) => {
    const headers = { ...JSON_TYPE, [TOKEN_HEADER]: 'nobodys' }

    expectPrinted(await bench.raw('POST', BATCH_SEND, { headers, body: '{}' }), 400, bench.response)
  })

  fact('dingtalk.gateway.example.AuthenticationFailed.MissingParameter', async (bench) => {
    expectPrinted(
      await bench.raw('POST', BATCH_SEND, { headers: JSON_TYPE, body: '{}' }),
      400,
      bench.response,
    )
  })

  fact('dingtalk.gateway.behaviour.new-host-header-only', async (bench) => {
    const dingtalk = new NewHostCaller(bench)
    const token = await dingtalk.token()
    const inQuery = await bench.raw('POST', `${BATCH_SEND}?access_token=${token}`, {
      headers: JSON_TYPE,
      body: '{}',
    })
    const headers = { ...JSON_TYPE, authorization: `Bearer ${token}` }
    const asBearer = await bench.raw('POST', BATCH_SEND, { headers, body: '{}' })

    for (const { json } of [inQuery, asBearer])
      expect(json.code).toBe('AuthenticationFailed.MissingParameter')
    expect((await dingtalk.batchSend()).status).toBe(200)
  })

  fact('dingtalk.gateway.example.missing-field', async (bench) => {
    const { robotCode } = new NewHostCaller(bench).app()
    const answer = await new NewHostCaller(bench).modern('POST', BATCH_SEND, { robotCode })

    expectPrinted(answer, 400, bench.response)
  })

  fact('dingtalk.gateway.example.permission-missing', async (bench) => {
    const errcode = `${DENIED}.AccessTokenPermissionDenied`
    bench.control.setFault({ path: BATCH_SEND, times: 1, action: { errcode } })
    const { status, json } = await new NewHostCaller(bench).batchSend()
    const printed = JSON.parse(bench.response)

    expect({ status, code: json.code, message: json.message }).toEqual({
      status: 403,
      code: printed.code,
      message: printed.message,
    })
    expect(Object.keys(json)).toEqual(Object.keys(printed))
    expect(json.accessdenieddetail).toEqual({ requiredScopes: ['qyapi_robot_sendmsg'] })
  })

  fact('dingtalk.gateway.behaviour.advice-text', async (bench) => {
    const { json } = await new NewHostCaller(bench).batchSend({ msgKey: 'sampleNothing' })

    expect(json.message).toMatch(/^错误描述: .+;解决方案:.+;参考链接:.+/)
  })

  fact('dingtalk.gateway.behaviour.code-over-status', async (bench) => {
    const statuses: number[] = []
    for (const status of [400, 401, 500]) {
      const action = { status, body: { code: 'unauthorized', message: '', requestid: 'x' } }
      bench.control.setFault({ path: BATCH_SEND, times: 1, action })
      const answer = await new NewHostCaller(bench).batchSend()
      expect(answer.json.code).toBe('unauthorized')
      statuses.push(answer.status)
    }

    expect(statuses).toEqual([400, 401, 500])
  })

  fact('dingtalk.gateway.code.43008', async (bench) => {
    expectCode(await new NewHostCaller(bench).post('/media/upload', {}), bench.code)
  })

  fact('dingtalk.gateway.code.50004', async (bench) => {
    const path = '/topapi/user/listid'
    bench.control.setFault({ path, times: 1, action: { errcode: 50004 } })

    expectCode(await new NewHostCaller(bench).post(path, { dept_id: 6 }), bench.code)
  })
}

/** Rates and months as the new host and robots see them. */
export function proveNewHostQuotas(fact: Prove): void {
  for (const [code, limit] of [
    ['QpsLimitForAppkeyAndApi', 'dingtalk.qps'],
    ['ApiCountLimitForOrg', 'dingtalk.monthlyCalls'],
  ] as const) {
    fact(`dingtalk.quota.code.${code}`, async (bench) => {
      bench.control.setLimits({ [limit]: 1 })
      await new NewHostCaller(bench).batchSend()
      const refused = await new NewHostCaller(bench).batchSend()

      expect(refused.status).toBe(403)
      expectCode(refused, bench.code)
    })
  }

  for (const id of ['dingtalk.quota.limit.webhook-monthly', 'dingtalk.quota.code.20001']) {
    fact(id, async (bench) => {
      const dingtalk = new NewHostCaller(bench)
      const limit = 'dingtalk.webhookStreamMonthly'
      if (bench.fact.kind === 'limit') bench.lower(limit, 1)
      else bench.control.setLimits({ [limit]: 1 })
      const heard = await dingtalk.hearRobot()

      expect(await dingtalk.written(heard)).toHaveProperty('text')
      const beyond = await dingtalk.written(heard)
      expect(beyond).toMatchObject({ errorCode: '20001' })
      expect(beyond).not.toHaveProperty('text')
    })
  }

  fact('dingtalk.quota.limit.webhook-monthly-professional', async (bench) => {
    bench.control.setLimits({ edition: 'professional' })

    expect(bench.control.limits()['dingtalk.webhookStreamMonthly']).toBe(bench.figure)
  })
}
