import { createServer } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { attemptPush, PushLog } from './callback-push.ts'
import { listen, stop } from './server.ts'

test('a push that reaches nobody is told in words', async () => {
  const server = createServer()
  const port = await listen(server, 0, '127.0.0.1')
  await stop(server)

  const answer = await attemptPush({ method: 'POST', url: `http://127.0.0.1:${port}/` }, 1000)

  expect(answer).toMatch(/ECONNREFUSED/)
})

test('what was answered comes back whole, redirects are not followed', async () => {
  const server = createServer((_, response) =>
    response.writeHead(301, { location: '/other' }).end('\uFEFFmoved'),
  )
  const port = await listen(server, 0, '127.0.0.1')
  onTestFinished(() => stop(server))

  const answer = await attemptPush({ method: 'GET', url: `http://127.0.0.1:${port}/` }, 1000)

  expect(answer).toEqual({ status: 301, text: '\uFEFFmoved' })
})

test('the log keeps the newest thousand', () => {
  const log = new PushLog()
  for (let count = 0; count < 1001; count++) {
    log.add({
      id: log.nextId(),
      platform: 'wecom',
      app: 'office',
      at: 0,
      event: 'text',
      payload: '',
      attempts: [],
      accepted: true,
      reply: null,
      replyRefused: null,
    })
  }

  expect([log.list()[0]?.id, log.list().at(-1)?.id, log.list().length]).toEqual(['push-2', 'push-1001', 1000])
})
