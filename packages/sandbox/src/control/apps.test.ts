import { expect, test } from 'vitest'
import { refusal, startControlled } from './test-kit.ts'

test('an app of WeCom is set up by its name or agentid, and groups are listed', async () => {
  const control = await startControlled()

  expect((await control.post('/apps', { app: 1_000_002, alwaysHome: true })).body).toEqual({
    alwaysHome: true,
    rootVisible: true,
  })
  expect((await control.post('/apps', { app: 'office', rootVisible: false })).body).toEqual({
    alwaysHome: true,
    rootVisible: false,
  })
  expect(await control.post('/apps', { app: 'nothing' })).toEqual(refusal('app', 'nothing', 404))
  expect(await control.post('/apps', { app: 'office', alwaysHome: 'yes' })).toEqual(
    refusal('alwaysHome', 'yes'),
  )
  expect((await control.get('/chats/wecom')).body).toEqual([])
})
