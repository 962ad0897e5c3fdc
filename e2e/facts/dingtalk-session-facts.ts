import { expect } from 'vitest'
import { expectAccepted, expectRefused } from './dingtalk-caller.ts'
import { NewHostCaller } from './dingtalk-new-host.ts'
import type { Prove } from './prove.ts'
import { isObject, type Raw } from './raw-http.ts'

const JSON_TYPE = { 'content-type': 'application/json' }

/** The webhook's other message types, and the reply address that comes with a person's message. */
export function proveWebhookTypes(fact: Prove): void {
  for (const name of ['link', 'actionCard.single', 'actionCard.multi', 'feedCard']) {
    fact(`dingtalk.robot.type.${name}`, async (bench) => {
      const dingtalk = new NewHostCaller(bench)
      const message = JSON.parse(bench.body)
      const [msgtype = ''] = name.split('.')

      expectAccepted(await dingtalk.webhook(message))
      expect(dingtalk.group()).toMatchObject([{ message }])
      for (const field of mandatory[name] ?? []) {
        expectRefused(await dingtalk.webhook(without(message, msgtype, field)))
      }
    })
  }

  fact('dingtalk.robot.behaviour.at-unsupported', async (bench) => {
    const dingtalk = new NewHostCaller(bench)
    const at = { atMobiles: ['13800000001'], isAtAll: true }
    const url = 'https://example.com'
    const link = { title: '@13800000001', text: '@13800000001', messageUrl: url }
    const links = [{ title: '@13800000001', messageURL: url, picURL: url }]

    await dingtalk.webhook({ msgtype: 'link', link, at })
    await dingtalk.webhook({ msgtype: 'feedCard', feedCard: { links }, at })

    const unmentioned = { mentioned: [], mentionsAll: false }
    expect(dingtalk.group()).toMatchObject([unmentioned, unmentioned])
  })

  fact('dingtalk.robot.behaviour.single-over-btns', async (bench) => {
    const single = { title: 't', text: 'x', singleTitle: '看', singleURL: 'https://example.com' }
    const actionCard = { ...single, btns: [{ title: '' }] }

    expectAccepted(await new NewHostCaller(bench).webhook({ msgtype: 'actionCard', actionCard }))
  })

  fact('dingtalk.robot.type.empty', async (bench) => {
    const { reply, dingtalk } = await addressed(new NewHostCaller(bench), bench.raw)

    expectAccepted(await reply(JSON.parse(bench.body)))
    expect(dingtalk.phone('zhangsan')).toEqual([])
  })

  fact('dingtalk.robot.endpoint.sendBySession', async (bench) => {
    const { reply, path, dingtalk } = await addressed(new NewHostCaller(bench), bench.raw)
    const message = { msgtype: 'text', text: { content: '收到' } }

    expect(path.split('?')[0]).toBe(bench.endpoint.path)
    expectAccepted(await reply(message))
    expect(dingtalk.phone('zhangsan')).toMatchObject([{ message }])
  })

  fact('dingtalk.robot.limit.sessionWebhook', async (bench) => {
    const { reply, heard } = await addressed(new NewHostCaller(bench), bench.raw)
    const lifeMs = bench.figure * 1000
    const message = { msgtype: 'text', text: { content: '收到' } }

    expect(Number(heard.sessionWebhookExpiredTime) - Number(heard.createAt)).toBe(lifeMs)
    bench.control.advance(lifeMs - 1)
    expectAccepted(await reply(message))
    bench.control.advance(1)
    expectRefused(await reply(message))
  })
}

const mandatory: Readonly<Record<string, readonly string[]>> = {
  link: ['title', 'text', 'messageUrl'],
  'actionCard.single': ['title', 'text'],
  'actionCard.multi': ['title', 'text', 'btns'],
  feedCard: ['links'],
}

function without(message: Record<string, unknown>, msgtype: string, field: string): object {
  const part = message[msgtype]
  return { ...message, [msgtype]: { ...(isObject(part) && part), [field]: undefined } }
}

/** 张三 has written to the robot, which heard of an address to reply at. */
async function addressed(dingtalk: NewHostCaller, raw: Raw) {
  const heard = await dingtalk.written(await dingtalk.hearRobot())
  const { pathname, search } = new URL(String(heard.sessionWebhook))
  const path = pathname + search
  const reply = (message: object) => raw('POST', path, { headers: JSON_TYPE, body: JSON.stringify(message) })
  return { heard, path, reply, dingtalk }
}
