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

  test('knows an app by its name and by the ids its platform gives it', async () => {
    const control = await startControlled()
    const { dingtalk, wecom } = control.sandbox.control.company()
    const [ofDingTalk, ofWecom] = [dingtalk.apps[0], wecom.apps[0]]
    const wecomPath = `/cgi-bin/gettoken?corpid=${wecom.corpid}&corpsecret=${ofWecom?.secret}`
    const tokenAt = async (path: string) => {
      const { body } = await control.platform(path)
      return JSON.stringify(body).match(/"access_token":"([\w-]+)"/)?.[1]
    }
    const revoked = async (app: string | number | undefined) => {
      const before = [await tokenAt(control.gettokenPath()), await tokenAt(wecomPath)]
      await control.post('/tokens/revoke', { app })
      const after = [await tokenAt(control.gettokenPath()), await tokenAt(wecomPath)]
      return before.map((token, place) => token !== after[place])
    }

    expect(await revoked('hr')).toEqual([true, false])
    expect(await revoked('office')).toEqual([false, true])
    expect(await revoked(ofDingTalk?.appKey)).toEqual([true, false])
    expect(await revoked(ofDingTalk?.agentId)).toEqual([true, false])
    expect(await revoked(ofWecom?.agentid)).toEqual([false, true])
    expect(await revoked(String(ofWecom?.agentid))).toEqual([false, true])
  })
})
