import { expect, test } from 'vitest'
import type { SandboxRequest } from './exchange.ts'
import { RequestLog } from './request-log.ts'

const answer = { status: 200, body: { errcode: 0 }, rule: 'test.ok' }

function request(rawBody = ''): SandboxRequest {
  const common = { method: 'POST', path: '/x', query: new URLSearchParams(), ip: '127.0.0.1', at: 0 }
  return { ...common, headers: {}, rawBody: Buffer.from(rawBody) }
}

test('the request log keeps the newest ten thousand, in order', () => {
  const log = new RequestLog()
  for (let count = 0; count < 10_003; count++) log.add(null, request(), answer, null)

  const ids = log.list().map(({ id }) => id)

  expect(ids).toHaveLength(10_000)
  expect([ids[0], ids.at(-1)]).toEqual([4, 10_003])
})

test('the request log keeps only the beginning of a large body', () => {
  const log = new RequestLog()

  log.add(null, request('x'.repeat(100_000)), answer, null)

  expect(log.list()[0]?.body).toBe('x'.repeat(32_768))
})
