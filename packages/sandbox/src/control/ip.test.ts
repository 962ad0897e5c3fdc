import { describe, expect, test } from 'vitest'
import { refusal, startControlled } from './test-kit.ts'

describe('POST /_sandbox/ip', () => {
  test('opens and closes an app or robot to addresses', async () => {
    const control = await startControlled()
    const { ipGate } = control.sandbox.control.simulation

    await control.post('/ip', { app: 'hr', allow: ['10.0.0.0/8', '::1'] })
    await control.post('/ip', { app: 'office', allow: [] })

    expect(ipGate.allows('dingtalk', 'hr', '10.1.2.3')).toBe(true)
    expect(ipGate.allows('dingtalk', 'hr', '127.0.0.1')).toBe(false)
    expect(ipGate.allows('dingtalk', 'hr', '::1')).toBe(true)
    expect(ipGate.allows('dingtalk', 'ops', '127.0.0.1')).toBe(true)
    await control.post('/ip', { platform: 'dingtalk', app: 'hr', allow: null })
    expect(ipGate.allows('dingtalk', 'hr', '127.0.0.1')).toBe(true)
    expect(ipGate.allows('wecom', 'office', '127.0.0.1')).toBe(false)
  })

  test('knows an app by the id that its own platform gives it', async () => {
    const control = await startControlled()
    const { ipGate } = control.sandbox.control.simulation

    await control.post('/ip', { app: control.sandbox.control.company().wecom.apps[0]?.agentid, allow: [] })

    expect(ipGate.allows('wecom', 'office', '127.0.0.1')).toBe(false)
    expect(ipGate.allows('dingtalk', 'hr', '127.0.0.1')).toBe(true)
  })

  test('lets an added address in at once on DingTalk and after a minute on WeCom', async () => {
    const control = await startControlled()
    const { ipGate } = control.sandbox.control.simulation
    const allowed = () => [
      ipGate.allows('dingtalk', 'hr', '10.0.0.2'),
      ipGate.allows('wecom', 'office', '10.0.0.2'),
    ]
    for (const app of ['hr', 'office']) {
      await control.post('/ip', { app, allow: ['10.0.0.1'] })
      await control.post('/ip', { app, allow: ['10.0.0.1', '10.0.0.2'] })
    }

    expect(allowed()).toEqual([true, false])
    expect(ipGate.allows('wecom', 'office', '10.0.0.1')).toBe(true)
    await control.post('/clock/advance', { ms: 60_000 })
    expect(allowed()).toEqual([true, true])
  })

  test('refuses what is no address, and owners that do not exist', async () => {
    const control = await startControlled()

    for (const address of ['10.0.0', '10.0.0.0/33', '10.0.0.0/8/8', 'localhost']) {
      expect(await control.post('/ip', { app: 'hr', allow: [address] })).toEqual(refusal('allow', address))
    }
    expect(await control.post('/ip', { robot: 'hr', allow: [] })).toEqual(refusal('robot', 'hr', 404))
    expect(await control.post('/ip', { allow: [] })).toEqual(refusal('app', null))
    expect(await control.post('/ip', { app: 'hr', robot: 'alerts-ip', allow: [] })).toEqual(
      refusal('app', 'hr'),
    )
  })
})
