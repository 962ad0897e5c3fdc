import { describe, expect, it } from 'vitest'
import { HOUR_MS, startWecom } from './test-kit.ts'

describe('message/get_statistics', () => {
  it('counts the people each app reached today or yesterday', async () => {
    const wecom = await startWecom()
    const statistics = async (body: object) =>
      (await wecom.call('message/get_statistics', body)).body.statistics
    await wecom.send({ touser: wecom.reachable(3).join('|') })
    await wecom.send({}, 'oncall')
    const rows = [
      { agentid: wecom.app('office').agentid, app_name: 'office', count: 3 },
      { agentid: wecom.app('oncall').agentid, app_name: 'oncall', count: 1 },
    ]

    expect(await statistics({})).toEqual(rows)
    expect(await statistics({ time_type: 1 })).toEqual([])
    wecom.control.advance(14 * HOUR_MS)
    expect(await statistics({ time_type: 0 })).toEqual([])
    expect(await statistics({ time_type: 1 })).toEqual(rows)
    expect((await wecom.call('message/get_statistics', { time_type: 2 })).body.errcode).toBe(40035)
  })
})
