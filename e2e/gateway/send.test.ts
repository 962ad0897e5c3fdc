import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Shipped, startShipped } from './shipped.ts'

let shipped: Shipped
beforeAll(async () => {
  shipped = await startShipped()
})
afterAll(() => shipped.stop())

/** Zhang San: the sandbox's company always has him first. */
const TO = 'mobile:13800000001'
const NOBODY = 'mobile:13999999999'
const BOTH = ['--account', 'hr-ding,hr-wecom']

/** How many messages the platforms were asked to send. */
async function sent(): Promise<number> {
  const paths = ['/topapi/message/corpconversation/asyncsend_v2', '/cgi-bin/message/send', '/robot/send']
  const requests = await Promise.all(paths.map((path) => shipped.ask<object[]>(`requests?path=${path}`)))
  return requests.flat().length
}

/** `hongyan send`, printing JSON. */
const send = (...flags: string[]) => shipped.run('send', ...flags, '--json')

describe('one command that sends to both platforms by mobile and waits', () => {
  test('ends with 0: named as reached by DingTalk, accepted by WeCom, one copy in each inbox', async () => {
    const { code, out } = await send(...BOTH, '--to', TO, '--text', '您的请假已通过', '--wait')

    expect(JSON.parse(out)).toEqual({
      id: expect.any(String),
      deliveries: [
        {
          account: 'hr-ding',
          recipient: TO,
          state: expect.stringMatching(/^(delivered|read)$/),
          final: expect.any(Boolean),
          receipt: expect.any(String),
        },
        { account: 'hr-wecom', recipient: TO, state: 'sent', final: true, receipt: expect.any(String) },
      ],
    })
    expect(code).toBe(0)
    for (const platform of ['dingtalk', 'wecom']) {
      const inbox = await shipped.ask<{ message: object }[]>(`inbox/${platform}/zhangsan`)
      expect(inbox).toMatchObject([{ message: { msgtype: 'text' } }])
    }
  })

  test('ends with 3 when one of two people is not reached, and tells who, why and what to do', async () => {
    const { code, out } = await send(...BOTH, '--to', TO, '--to', NOBODY, '--text', '年会通知', '--wait')

    const { deliveries } = JSON.parse(out)
    const invalid = { state: 'invalid', final: true, remedy: expect.any(String), recipient: NOBODY }
    expect(code).toBe(3)
    expect(deliveries).toHaveLength(4)
    expect(deliveries).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ ...invalid, account: 'hr-ding', code: 'unknown_person' }),
        expect.objectContaining({ ...invalid, account: 'hr-wecom', platformCode: '46004' }),
        expect.objectContaining({ account: 'hr-wecom', recipient: TO, state: 'sent' }),
      ]),
    )
  })
})

describe('a command that cannot be carried out as written', () => {
  test.each<[string, string[], string]>([
    ['an unknown account', ['--account', 'hr-dingtalk', '--to', TO, '--text', 'x'], 'hr-dingtalk'],
    ['a malformed mobile', [...BOTH, '--to', 'mobile:1380000000x', '--text', 'x'], 'mobile:1380000000x'],
    ['a kind of recipient that does not exist', [...BOTH, '--to', 'phone:1', '--text', 'x'], 'phone:1'],
    ['a user of no named platform', [...BOTH, '--to', 'user:zhangsan', '--text', 'x'], 'user:zhangsan'],
    ['everyone without confirmation', [...BOTH, '--to', 'everyone', '--text', 'x'], 'everyone'],
    ['nobody to send to', [...BOTH, '--text', 'x'], 'to:'],
    [
      'a recipient where the address is fixed',
      ['--account', 'alerts', '--to', TO, '--text', 'x'],
      '地址是固定的',
    ],
    ['no content', [...BOTH, '--to', TO], '--text'],
    ['a file that is not there', [...BOTH, '--to', TO, '--file', '/nowhere/message.json'], 'message.json'],
    ['an unknown flag', [...BOTH, '--to', TO, '--txet', 'x'], '--txet'],
  ])('%s ends with 2, is named, and nothing is sent', async (_, flags, named) => {
    const before = await sent()

    const { code, out, printed } = await send(...flags)

    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(printed).toContain(named)
    expect(printed).not.toMatch(/\n\s+at /)
    expect(await sent()).toBe(before)
  })
})
