import { describe, expect, test } from 'vitest'
import { refusal, startControlled } from './test-kit.ts'

const PATH = '/cgi-bin/gettoken'

describe('POST /_sandbox/faults', () => {
  test('hits the next requests of a path as often as asked, and then no more', async () => {
    const control = await startControlled()
    await control.post('/faults', {
      path: PATH,
      times: 2,
      action: { status: 502, body: '<html>bad gateway</html>' },
    })

    const answers = [await control.platform(PATH), await control.platform(PATH), await control.platform(PATH)]

    expect(answers.map(({ status }) => status)).toEqual([502, 502, 200])
    expect(answers[0]?.body).toBe('<html>bad gateway</html>')
  })

  test('hits everything below a prefix and nothing else', async () => {
    const control = await startControlled()
    await control.post('/faults', { path: '/cgi-bin/*', action: { status: 503 } })

    expect((await control.platform('/cgi-bin/user/get')).status).toBe(503)
    expect((await control.platform(control.gettokenPath())).status).toBe(200)
    expect((await control.get('/clock')).status).toBe(200)
  })

  test('answers HTTP 200 with a body of any kind', async () => {
    const control = await startControlled()
    await control.post('/faults', { path: PATH, times: 1, action: { body: '{"errcode":0,"acc' } })
    await control.post('/faults', { path: PATH, times: 1, action: { body: { errcode: 0 } } })

    expect(await control.platform(PATH)).toEqual({ status: 200, body: '{"errcode":0,"acc' })
    expect(await control.platform(PATH)).toEqual({ status: 200, body: { errcode: 0 } })
  })

  test('answers an errcode in the platform’s own envelope with its literal text', async () => {
    const control = await startControlled()
    await control.post('/faults', { path: '*', action: { errcode: 40014 } })

    const topapi = await control.platform('/topapi/v2/user/getbymobile', { method: 'POST' })
    const plain = await control.platform('/gettoken')
    const modern = await control.platform('/v1.0/oauth2/accessToken', { method: 'POST' })
    const wecom = await control.platform('/cgi-bin/message/send', { method: 'POST' })

    expect(topapi.body).toMatchObject({ errcode: 88, sub_code: '40014', sub_msg: '不合法的access_token' })
    expect(plain.body).toEqual({ errcode: 40014, errmsg: '不合法的access_token' })
    expect(modern).toMatchObject({ status: 400, body: { code: '40014', message: '不合法的access_token' } })
    expect(wecom.body).toMatchObject({
      errcode: 40014,
      errmsg: expect.stringMatching(/^invalid access_token/),
    })
  })

  test('names the missing permission, and the layer of a timeout, as the platform does', async () => {
    const control = await startControlled()
    const [app] = control.sandbox.control.company().dingtalk.apps
    const lookUp = () => control.platform('/topapi/v2/user/getbymobile', { method: 'POST' })

    await control.post('/faults', { path: '*', times: 1, action: { errcode: 60011 } })
    expect((await lookUp()).body).toMatchObject({
      errcode: 88,
      sub_code: '60011',
      sub_msg: `应用尚未开通所需的权限：[qyapi_get_member_by_mobile]，点击链接申请并开通即可：https://open-dev.dingtalk.com/appscope/apply?content=${app?.appKey}%23qyapi_get_member_by_mobile, {requiredScopes=[qyapi_get_member_by_mobile]}`,
    })
    await control.post('/faults', { path: '*', times: 1, action: { errcode: 15 } })
    expect((await lookUp()).body).toMatchObject({
      errcode: 15,
      sub_code: 'isp.top-remote-connection-timeout',
    })
  })

  test('destroys the connection before or after the platform has executed the request', async () => {
    const control = await startControlled()
    const { accessToken } = control.sandbox.control.company().dingtalk.robots[0] ?? {}
    const send = () =>
      control.platform(`/robot/send?access_token=${accessToken}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ msgtype: 'text', text: { content: '告警' } }),
      })
    const group = () => control.sandbox.control.robotGroup('dingtalk', 'alerts-keyword')

    await control.post('/faults', { path: '/robot/send', times: 1, action: 'reset_before' })
    await expect(send()).rejects.toThrow()
    expect(group()).toHaveLength(0)

    await control.post('/faults', { path: '/robot/send', times: 1, action: 'reset_after' })
    await expect(send()).rejects.toThrow()
    expect(group()).toHaveLength(1)
    expect(control.sandbox.control.requests({ path: '/robot/send' })).toMatchObject([
      { rule: 'sandbox.fault.reset_before', answer: null, fault: 'fault-1' },
      { rule: 'dingtalk.robot.ok', answer: { body: { errcode: 0 } }, fault: 'fault-2' },
    ])
  })

  test('withholds an answer for real milliseconds, though the request is executed at once', async () => {
    const control = await startControlled()
    await control.post('/faults', { path: PATH, times: 1, action: { delay: 60_000 } })

    const slow = fetch(control.sandbox.url + PATH, { signal: AbortSignal.timeout(200) })

    await expect(slow).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(control.sandbox.control.requests()).toMatchObject([{ path: PATH, rule: expect.any(String) }])
    await control.post('/faults', { path: PATH, times: 1, action: { delay: 1 } })
    expect((await control.platform(PATH)).body).toMatchObject({ errcode: 41004 })
  })

  test('lets a slow platform lose its answer as well', async () => {
    const control = await startControlled()
    await control.post('/faults', { path: '*', times: 1, action: { delay: 60_000 } })
    await control.post('/faults', { path: PATH, action: 'reset_after' })

    const slow = fetch(control.sandbox.url + PATH, { signal: AbortSignal.timeout(200) })

    await expect(slow).rejects.toMatchObject({ name: 'TimeoutError' })
    await expect(control.platform(PATH)).rejects.toThrow('fetch failed')
    expect(control.sandbox.control.requests()).toMatchObject([
      { rule: 'wecom.gettoken.secretMissing', fault: 'fault-1, fault-2' },
      { rule: 'wecom.gettoken.secretMissing', fault: 'fault-2' },
    ])
  })

  test('strikes with a probability that repeats with the seed', async () => {
    const pattern = async () => {
      const control = await startControlled({ seed: 'dice' })
      await control.post('/faults', { path: PATH, probability: 0.5, action: { status: 500 } })
      const statuses = []
      for (let call = 0; call < 20; call++) statuses.push((await control.platform(PATH)).status)
      return statuses
    }

    const first = await pattern()

    expect(first).toContain(500)
    expect(first).toContain(200)
    expect(await pattern()).toEqual(first)
  })

  test('shows what is armed and disarms everything', async () => {
    const control = await startControlled()
    await control.post('/faults', { path: PATH, times: 2, action: 'reset_after' })
    await expect(control.platform(PATH)).rejects.toThrow()

    expect((await control.get('/faults')).body).toEqual([
      { id: 'fault-1', path: PATH, times: 2, action: 'reset_after', hits: 1, left: 1 },
    ])
    await control.delete('/faults')
    expect((await control.platform(PATH)).status).toBe(200)
  })

  test.each([
    [{ action: { delay: 5 } }, { delay: 5 }],
    [{ action: { type: 'delay', delay: 5 } }, { delay: 5 }],
    [{ action: { type: 'delay', ms: 5 } }, { delay: 5 }],
    [{ action: 'delay', delay: 5 }, { delay: 5 }],
    [{ action: 'delay', ms: 5 }, { delay: 5 }],
    [{ action: { reset_before: true } }, 'reset_before'],
    [{ action: { type: 'reset_after' } }, 'reset_after'],
    [{ action: { type: 'status', status: 502, body: 'x' } }, { status: 502, body: 'x' }],
    [{ action: 'status', status: 502 }, { status: 502 }],
    [{ action: 'body', body: '<html>' }, { body: '<html>' }],
    [{ action: 'errcode', errcode: 90018 }, { errcode: 90018 }],
    [{ action: { type: 'errcode', code: 90018 } }, { errcode: 90018 }],
  ])('takes %j in every way of writing it', async (written, action) => {
    const control = await startControlled()

    const { status, body } = await control.post('/faults', { path: PATH, times: 1, ...written })

    expect({ status, body }).toMatchObject({ status: 200, body: { action } })
  })

  test('takes a path without its first slash', async () => {
    const control = await startControlled()
    await control.post('/faults', { path: 'cgi-bin/*', action: { status: 503 } })

    expect((await control.platform(PATH)).status).toBe(503)
  })

  test.each([
    [{ times: 1, action: 'reset_before' }, 'path', null],
    [{ path: `${PATH}?corpid=x`, action: 'reset_before' }, 'path', `${PATH}?corpid=x`],
    [{ path: `http://localhost${PATH}`, action: 'reset_before' }, 'path', `http://localhost${PATH}`],
    [{ path: PATH, action: 'delay' }, 'action', 'delay'],
    [{ path: PATH, action: 'delay', errcode: 1 }, 'action', 'delay'],
    [{ path: PATH, action: { type: 'delay' }, ms: 5 }, 'ms', 5],
    [{ path: PATH, action: { reset_after: false } }, 'action', { reset_after: false }],
    [{ path: PATH, times: 0, action: 'reset_before' }, 'times', 0],
    [{ path: PATH, probability: 2, action: 'reset_before' }, 'probability', 2],
    [{ path: PATH, action: 'explode' }, 'action', 'explode'],
    [{ path: PATH, action: { status: 42 } }, 'action', { status: 42 }],
    [{ path: PATH, action: { delay: 10, errcode: 1 } }, 'action', { delay: 10, errcode: 1 }],
    [{ path: PATH, time: 3, action: 'reset_before' }, 'time', 3],
  ])('refuses %j', async (fault, field, value) => {
    const control = await startControlled()

    expect(await control.post('/faults', fault)).toEqual(refusal(field, value))
  })
})
