import type { RequestListener } from 'node:http'
import { afterEach, expect, it, onTestFinished, vi } from 'vitest'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import { freePort } from '../../../e2e/setup/free-port.ts'
import { serveHttp, serveProxy } from '../../../e2e/setup/loopback.ts'
import { shownBy } from '../../../e2e/setup/shown.ts'
import { type CallRecord, createCaller } from './caller.ts'
import { createDispatcher, type EgressOptions } from './egress.ts'
import type { OutgoingRequest } from './outgoing-request.ts'
import { type AnswerRules, judgeForeignAnswer, readShape } from './verdict.ts'

/** Stands for every credential of a call: wherever it shows in an error or a record, a secret would. */
const CANARY = 'CANARY+7f3a/9c'

afterEach(() => vi.unstubAllEnvs())

/** Refuses everything and quotes the platform, as a client would. */
const rules: AnswerRules = (answer) => {
  const body = readShape(answer)
  if (body.shape !== 'object') return judgeForeignAnswer(answer, body)
  const remedy = { zh: `改：${body.value.scope}。`, en: `Mend: ${body.value.scope}.` }
  const { errcode: code, errmsg: text, hint: requestId } = body.value
  return { kind: 'rejected', code: String(code), text: String(text), requestId: String(requestId), remedy }
}

const carryingCanary = (origin: string): OutgoingRequest => ({
  platform: 'wecom',
  method: 'POST',
  origin,
  path: `/hook/${CANARY}`,
  query: { access_token: CANARY, key: CANARY, other: CANARY },
  headers: { authorization: `Bearer ${CANARY}`, 'x-acs-dingtalk-access-token': CANARY, 'x-other': CANARY },
  body: JSON.stringify({ appsecret: CANARY, other: CANARY, nested: [{ token: CANARY }] }),
  secrets: [CANARY],
})

const answering =
  (status: number, body: string): RequestListener =>
  (_request, response) =>
    response.writeHead(status).end(body)

const originOf = async (listener: RequestListener) => (await serveHttp(listener)).origin

const ENDS: [string, () => Promise<string>][] = [
  ['a refused port', async () => `http://127.0.0.1:${await freePort()}`],
  ['an unknown host', async () => 'http://no-such-host.invalid'],
  ['an origin that is no URL', async () => `http://user:${CANARY}@`],
  ['a reset', () => originOf((request) => request.socket.resetAndDestroy())],
  [
    'an answer that breaks off',
    () => originOf((_request, response) => response.write('{', () => response.destroy())),
  ],
  ['a refusal that echoes it', () => originOf(answering(200, JSON.stringify({ errmsg: `bad ${CANARY}` })))],
  [
    'a refusal that echoes the URL',
    () => originOf((request, response) => response.end(JSON.stringify({ errmsg: `no: ${request.url}` }))),
  ],
  [
    'a refusal that holds it in its body',
    () => originOf(answering(200, JSON.stringify({ errmsg: 'x', deep: [CANARY] }))),
  ],
  [
    'a refusal that echoes it where code, request id, a permission and a name should be',
    () =>
      originOf(answering(200, JSON.stringify({ errcode: CANARY, hint: CANARY, scope: CANARY, [CANARY]: 1 }))),
  ],
  ['an HTML page that echoes it', () => originOf(answering(502, `<html>${CANARY.repeat(40)}`))],
  [
    'JSON cut inside it',
    () => originOf(answering(200, `{"errcode":0,"access_token":"${CANARY.slice(0, 9)}`)),
  ],
  ['a list of new tokens', () => originOf(answering(500, JSON.stringify([{ token: ['CANARY-NEW'] }])))],
  [
    'an answer cut inside an echo of it',
    () => originOf(answering(502, `{"errmsg":"bad ${CANARY.slice(0, 9)}`)),
  ],
  ['a redirect', () => originOf(answering(302, CANARY))],
]

it.each(ENDS)('no credential shows in error or record after %s', async (_what, makeOrigin) => {
  await expectNoCanary(await makeOrigin(), { proxy: false })
})

it('no password of a proxy shows when the proxy refuses or is away', async () => {
  const refusing = await serveProxy({ credentials: 'user:password' })
  for (const proxy of [refusing.origin, `http://127.0.0.1:${await freePort()}`]) {
    const withPassword = proxy.replace('//', `//user:${encodeURIComponent(CANARY)}@`)
    for (const origin of ['https://platform.invalid', 'http://platform.invalid']) {
      await expectNoCanary(origin, { proxy: withPassword })
    }
    vi.stubEnv('HTTPS_PROXY', withPassword)
    await expectNoCanary('https://platform.invalid', {})
  }
})

async function expectNoCanary(origin: string, egress: EgressOptions): Promise<void> {
  const dispatcher = createDispatcher(egress)
  onTestFinished(() => dispatcher.destroy())
  const records: CallRecord[] = []
  const call = createCaller(rules, { dispatcher, hooks: { onCall: (record) => records.push(record) } })

  const error = await failureOf(call(carryingCanary(origin)))

  expect(records).toHaveLength(1)
  // A part of it would be as bad: the name alone tells that something was left.
  expect(shownBy(error, records)).not.toContain('CANARY')
}
