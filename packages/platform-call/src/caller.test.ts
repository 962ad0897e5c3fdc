import type { RequestListener } from 'node:http'
import { expect, it, onTestFinished } from 'vitest'
import { serveHttp } from '../../../e2e/setup/loopback.ts'
import { type Caller, type CallHooks, type CallRecord, createCaller } from './caller.ts'
import { createDispatcher } from './egress.ts'
import type { OutgoingRequest } from './outgoing-request.ts'
import { type AnswerRules, judgeForeignAnswer, readShape } from './verdict.ts'

/** A small platform: `errcode` 0 is success, the others are its refusals. */
const rules: AnswerRules = (answer) => {
  const body = readShape(answer)
  if (body.shape !== 'object') return judgeForeignAnswer(answer, body)
  const code = String(body.value.errcode)
  const refusal = {
    code,
    text: String(body.value.errmsg),
    requestId: 'r-1',
    remedy: { zh: '改。', en: 'Mend.' },
  }
  if (code === '0') return { kind: 'ok', body: body.value, requestId: 'r-1' }
  if (code === '88') return { kind: 'token', ...refusal }
  if (code === '90018') return { kind: 'throttled', retryAfterMs: 1000, ...refusal }
  if (code === '-1') return { kind: 'ambiguous', ...refusal }
  return { kind: 'rejected', ...refusal }
}

async function platformAnswering(listener: RequestListener, hooks?: CallHooks) {
  const server = await serveHttp(listener)
  const dispatcher = createDispatcher({ proxy: false })
  onTestFinished(() => dispatcher.destroy())
  const call: Caller = createCaller(rules, { dispatcher, hooks })
  const send = (request: Partial<OutgoingRequest> = {}) =>
    call({
      platform: 'dingtalk',
      method: 'POST',
      origin: server.origin,
      path: '/send',
      body: '{"a":1}',
      ...request,
    })
  return { send, server }
}

const json =
  (body: unknown): RequestListener =>
  (_request, response) =>
    response.end(JSON.stringify(body))

it('gives body and request id of a success', async () => {
  const { send } = await platformAnswering(json({ errcode: 0, task_id: 7 }))

  expect(await send()).toEqual({ body: { errcode: 0, task_id: 7 }, requestId: 'r-1' })
})

it.each([
  ['40035', { kind: 'rejected', name: 'RejectedError' }],
  ['88', { kind: 'token', name: 'TokenError' }],
  ['90018', { kind: 'throttled', name: 'ThrottledError', retryAfterMs: 1000 }],
  ['-1', { kind: 'ambiguous', name: 'AmbiguousError' }],
])(
  'a refusal %s inside HTTP 200 becomes its error, with code, text and request id, after one request',
  async (errcode, expected) => {
    const { send, server } = await platformAnswering(json({ errcode, errmsg: '不合法' }))

    await expect(send()).rejects.toMatchObject({
      ...expected,
      code: errcode,
      platformMessage: '不合法',
      requestId: 'r-1',
      status: 200,
      endpoint: 'POST /send',
      answer: { errcode, errmsg: '不合法' },
    })
    expect(server.seen).toHaveLength(1)
  },
)

it.each([
  ['an HTML page with 403', 403, '<html>forbidden</html>', 'rejected'],
  ['truncated JSON with 200', 200, '{"errcode":0,"task', 'ambiguous'],
])('%s becomes its error after one request', async (_what, status, body, kind) => {
  const { send, server } = await platformAnswering((_request, response) =>
    response.writeHead(status).end(body),
  )

  await expect(send()).rejects.toMatchObject({ kind, status, answer: undefined })
  expect(server.seen).toHaveLength(1)
})

it('the hook sees a success once, redacted', async () => {
  const records: CallRecord[] = []
  const { send, server } = await platformAnswering(json({ errcode: 0, access_token: 'CANARY-1' }), {
    onCall: (record) => records.push(record),
  })

  await send({ query: { access_token: 'CANARY-2', x: '1' }, body: '{"appsecret":"CANARY-3","text":"hi"}' })

  expect(records).toHaveLength(1)
  const [record] = records
  expect(record).toMatchObject({
    platform: 'dingtalk',
    method: 'POST',
    path: '/send',
    url: `${server.origin}/send?access_token=***&x=1`,
    outcome: 'ok',
    status: 200,
    requestId: 'r-1',
  })
  expect(record?.durationMs).toBeGreaterThan(0)
  expect(record?.requestBody()).toBe('{"appsecret":"***","text":"hi"}')
  expect(record?.answerBody()).toBe('{"errcode":0,"access_token":"***"}')
})

it('the hook sees a refusal and a failure to send', async () => {
  const records: CallRecord[] = []
  const { send } = await platformAnswering(json({ errcode: 40035, errmsg: 'no' }), {
    onCall: (record) => records.push(record),
  })

  await expect(send()).rejects.toThrow()
  await expect(send({ origin: 'http://no-such-host.invalid' })).rejects.toThrow()

  expect(records.map(({ outcome, code, status }) => ({ outcome, code, status }))).toEqual([
    { outcome: 'rejected', code: '40035', status: 200 },
    { outcome: 'not_sent', code: undefined, status: undefined },
  ])
})

it('a hook that throws or rejects changes nothing', async () => {
  const hooks = [
    () => {
      throw new Error('logger is broken')
    },
    async () => {
      throw new Error('logger is broken')
    },
  ]
  for (const onCall of hooks) {
    const { send } = await platformAnswering(json({ errcode: 0 }), { onCall })
    await expect(send()).resolves.toBeDefined()
  }
})
