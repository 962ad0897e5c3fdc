import type { DeliveryView, MessageInput, State } from '@hongyan/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Shipped, startShipped } from './shipped.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const SHANGHAI_OFFSET_MS = 8 * HOUR_MS
/** By then the first result of a call is asked for, whoever waits. Unit: ms of business time. */
const RESULT_MS = 61_000

let shipped: Shipped
beforeAll(async () => {
  shipped = await startShipped()
  await goToTen()
})
afterAll(() => shipped.stop())

/** The next 10:00 in Shanghai: no test may run over midnight, when DingTalk forgets what it has brought. */
async function goToTen(): Promise<void> {
  const { now } = await shipped.ask<{ now: number }>('clock')
  const sinceMidnight = (now + SHANGHAI_OFFSET_MS) % DAY_MS
  await advance(DAY_MS - sinceMidnight + 10 * HOUR_MS)
}

const advance = (ms: number): Promise<void> => shipped.tell('clock/advance', { ms })

const GONE_OUT: ReadonlySet<State> = new Set<State>(['sent', 'delivered', 'read', 'forbidden', 'unknown'])
const haveGoneOut = (deliveries: readonly DeliveryView[]) =>
  deliveries.every(({ state }) => GONE_OUT.has(state))

/** To Zhang San on both platforms; resolves once both have accepted it. */
async function send(text: string, options: Partial<MessageInput> = {}): Promise<string> {
  const id = await shipped.post({
    accounts: ['hr-ding', 'hr-wecom'],
    to: ['user:dingtalk:zhangsan', 'user:wecom:zhangsan'],
    content: { type: 'text', text },
    ...options,
  })
  await shipped.until(id, haveGoneOut)
  return id
}

/** The deliveries on DingTalk and WeCom once DingTalk has said what became of it. */
async function results(id: string): Promise<DeliveryView[]> {
  await advance(RESULT_MS)
  return shipped.until(id, (deliveries) =>
    deliveries.every(
      ({ account, state }) => account !== 'hr-ding' || (GONE_OUT.has(state) && state !== 'sent'),
    ),
  )
}

/** What stands on the phone with this text, oldest first. */
async function copies(platform: 'dingtalk' | 'wecom', text: string): Promise<string[]> {
  const inbox = await shipped.ask<{ message: object }[]>(`inbox/${platform}/zhangsan`)
  return inbox.map(({ message }) => JSON.stringify(message)).filter((message) => message.includes(text))
}

const reached = expect.stringMatching(/^(delivered|read)$/)

describe('the same text to one person twice in a minute, as two messages', () => {
  test('arrives twice on both phones where it is to be distinguished, the second with its time', async () => {
    const text = '磁盘将满'
    await send(text, { onRepeat: 'distinguish' })
    const second = await send(text, { onRepeat: 'distinguish' })

    expect(await results(second)).toMatchObject([{ state: reached }, { state: 'sent' }])
    for (const platform of ['dingtalk', 'wecom'] as const) {
      const [first, again, ...more] = await copies(platform, text)
      expect(first).not.toMatch(/\d\d:\d\d:\d\d/)
      expect(again).toMatch(/\d\d:\d\d:\d\d/)
      expect(more).toEqual([])
    }
  })

  test('sent as it is, WeCom shows it twice, and DingTalk’s refusal is told with its code and a remedy', async () => {
    const text = '今天下午三点开会'
    await send(text, { onRepeat: 'send' })
    const second = await send(text, { onRepeat: 'send' })

    expect(await results(second)).toMatchObject([
      {
        account: 'hr-ding',
        state: 'forbidden',
        final: true,
        platformCode: '143106',
        remedy: { zh: expect.stringMatching(/./), en: expect.stringMatching(/./) },
      },
      { account: 'hr-wecom', state: 'sent' },
    ])
    expect(await copies('dingtalk', text)).toHaveLength(1)
    expect(await copies('wecom', text)).toHaveLength(2)
  })

  test('is delivered by DingTalk again once the clock has jumped a day', async () => {
    const text = '请填写日报'
    await send(text, { onRepeat: 'send' })
    await advance(DAY_MS)
    const next = await send(text, { onRepeat: 'send' })

    expect(await results(next)).toMatchObject([{ state: reached }, { state: 'sent' }])
    expect(await copies('dingtalk', text)).toHaveLength(2)
  })
})

describe('a call that was executed and whose answer was lost', () => {
  test.each([
    ['dingtalk', '/topapi/message/corpconversation/asyncsend_v2'],
    ['wecom', '/cgi-bin/message/send'],
  ] as const)('is sent again with the same bytes, and %s shows one copy', async (platform, path) => {
    const text = `报销已到账（${platform}）`
    const before = await requests(path)
    await shipped.tell('faults', { path, times: 1, action: 'reset_after' })

    await send(text)

    const [first, replay, ...more] = (await requests(path)).slice(before.length)
    expect(first).toMatchObject({ fault: expect.any(String) })
    expect(replay).toMatchObject({ fault: null, body: first?.body })
    expect(more).toEqual([])
    expect(await copies(platform, text)).toHaveLength(1)
  })
})

const requests = (path: string) =>
  shipped.ask<{ fault: string | null; body: unknown }[]>(`requests?path=${path}`)
