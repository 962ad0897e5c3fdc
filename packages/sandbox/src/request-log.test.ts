import { expect, test } from 'vitest'
import type { SandboxRequest } from './exchange.ts'
import { RequestLog } from './request-log.ts'

const answer = { status: 200, body: { errcode: 0 }, rule: 'test.ok' }

function request(rawBody = ''): SandboxRequest {
  const common = { method: 'POST', path: '/x', query: new URLSearchParams(), ip: '127.0.0.1', at: 0 }
  return { ...common, headers: {}, isSecure: false, rawBody: Buffer.from(rawBody) }
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

test('the request log tells bodies apart by every byte, also beyond what it keeps', () => {
  const log = new RequestLog()
  const bodies = ['{"a":1}', '{"a": 1}', `${'x'.repeat(100_000)}1`, `${'x'.repeat(100_000)}2`]

  for (const body of [...bodies, ...bodies]) log.add(null, request(body), answer, null)

  const hashes = log.list().map(({ bodySha256 }) => bodySha256)
  expect(new Set(hashes).size).toBe(4)
  expect(hashes.slice(4)).toEqual(hashes.slice(0, 4))
  expect(hashes[0]).toBe('015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862')
})
