import { createServer } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { listen, stop } from '../server.ts'
import { refusal, startControlled } from './test-kit.ts'

test('an address that does not answer the check is refused by HTTP too, with what to do', async () => {
  const control = await startControlled()
  const server = createServer((_, response) => response.end('hello'))
  const port = await listen(server, 0, '127.0.0.1')
  onTestFinished(() => stop(server))
  const url = `http://127.0.0.1:${port}/in`

  const answer = await control.post('/callbacks', { app: 'office', url, token: 'T', aesKey: 'a'.repeat(43) })

  expect(answer).toEqual(refusal('url', url))
  expect(await control.post('/callbacks', { app: 'office', url: null })).toMatchObject({
    status: 200,
    body: { app: 'office', url: null },
  })
  expect((await control.get('/callbacks')).body).toEqual([])
})

test('people, apps, messages and texts must exist', async () => {
  const control = await startControlled()

  expect(await control.post('/inbox/wecom/nobody/write', { app: 'office', text: 'x' })).toEqual(
    refusal('userid', 'nobody', 404),
  )
  expect(await control.post('/inbox/wecom/zhangsan/write', { app: 'nothing', text: 'x' })).toEqual(
    refusal('app', 'nothing', 404),
  )
  expect(await control.post('/inbox/wecom/zhangsan/write', { app: 'office', text: 'x' })).toEqual(
    refusal('app', 'office'),
  )
  expect(await control.post('/inbox/wecom/zhangsan/enter', { app: 'contacts' })).toEqual(
    refusal('app', 'contacts'),
  )
  expect(await control.post('/inbox/wecom/zhangsan/in-0/press', { key: 'ok' })).toEqual(
    refusal('id', 'in-0', 404),
  )
  expect(await control.post('/inbox/wecom/zhangsan/in-0/press', { key: 'ok', selected: [] })).toEqual(
    refusal('selected', []),
  )
})
