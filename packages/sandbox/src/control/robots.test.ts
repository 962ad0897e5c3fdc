import { describe, expect, test } from 'vitest'
import { refusal, startControlled } from './test-kit.ts'

describe('GET /_sandbox/robots', () => {
  test('knows the robots of both platforms and no others', async () => {
    const control = await startControlled()

    expect((await control.get('/robots/dingtalk/alerts-sign')).status).toBe(200)
    expect((await control.get('/robots/wecom/alerts')).status).toBe(200)
    expect(await control.get('/robots/dingtalk/alerts')).toEqual(refusal('robot', 'alerts', 404))
  })
})
