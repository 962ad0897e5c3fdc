import { describe, expect, test } from 'vitest'
import { refusal, startControlled } from './test-kit.ts'

describe('POST /_sandbox/tokens/revoke', () => {
  test('invalidates the tokens of one app, of one platform, or all', async () => {
    const control = await startControlled()
    const tokens = async () => JSON.stringify((await control.platform(control.gettokenPath())).body)
    const first = await tokens()

    await control.post('/tokens/revoke', { platform: 'dingtalk', app: 'ops' })
    await control.post('/tokens/revoke', { platform: 'wecom' })
    expect(await tokens()).toBe(first)
    await control.post('/tokens/revoke')

    expect(await tokens()).not.toBe(first)
    expect(await control.post('/tokens/revoke', { app: 'sales' })).toEqual(refusal('app', 'sales', 404))
  })
})
