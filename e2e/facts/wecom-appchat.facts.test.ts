import { expect } from 'vitest'
import type { Bench } from './bench.ts'
import { proveFacts } from './prove.ts'
import type { RawAnswer } from './raw-http.ts'
import { expectCode, WecomCaller } from './wecom-caller.ts'

const HAN = '汉'

proveFacts('wecom.appchat', (fact) => {
  fact('wecom.appchat.endpoint.create', async (bench) =>
    expect((await create(bench, {})).json).toMatchObject({ chatid: 'chat1' }),
  )

  fact('wecom.appchat.endpoint.update', async (bench) => {
    await create(bench, {})

    expect((await post(bench, 'update', { name: '新' })).json.errcode).toBe(0)
    expect(await infoOf(bench)).toMatchObject({ chat_info: { name: '新' } })
  })

  fact('wecom.appchat.endpoint.get', async (bench) => {
    await create(bench, {})

    expect(await infoOf(bench)).toMatchObject({
      chat_info: { chatid: 'chat1', userlist: members(bench), chat_type: 0 },
    })
  })

  fact('wecom.appchat.endpoint.send', async (bench) => {
    await create(bench, {})
    await send(bench)

    expect(new WecomCaller(bench).phone()).toHaveLength(1)
  })

  fact('wecom.appchat.limit.name', async (bench) => {
    await create(bench, { name: HAN.repeat(bench.figure + 1) })

    expect(await infoOf(bench)).toMatchObject({ chat_info: { name: HAN.repeat(bench.figure) } })
  })

  fact('wecom.appchat.limit.chatid', async (bench) => {
    const codes = [bench.figure, bench.figure + 1].map(
      async (length) => (await create(bench, { chatid: 'c'.repeat(length) })).json.errcode,
    )

    expect(await Promise.all(codes)).toEqual([0, 86205])
  })

  const mistakes: Readonly<Record<string, object>> = {
    86001: { chatid: 'c-1' },
    86006: { userlist: ['zhangsan'] },
    86204: { userlist: [] },
    86205: { chatid: 'c'.repeat(33) },
    86207: { owner: 'nobody' },
    86216: { userlist: ['zhangsan', 'nobody'] },
  }
  for (const [code, change] of Object.entries(mistakes)) {
    fact(`wecom.appchat.code.${code}`, async (bench) => expectCode(await create(bench, change), bench.code))
  }

  for (const code of ['86003', '40050']) {
    fact.under({ 'wecom.unknownChat': code }, `wecom.appchat.code.${code}`, async (bench) => {
      expectCode(await send(bench), bench.code)
    })
  }

  fact('wecom.appchat.code.86008', async (bench) => {
    await create(bench, {})

    expectCode(await send(bench, 'oncall'), bench.code)
  })

  fact('wecom.appchat.code.86201', async (bench) => {
    expectCode(await post(bench, 'update', { chatid: '' }), bench.code)
  })

  fact('wecom.appchat.code.86215', async (bench) => {
    await create(bench, {})

    expectCode(await create(bench, {}), bench.code)
  })

  fact('wecom.appchat.behaviour.no-msgid', async (bench) => {
    await create(bench, {})

    expect((await send(bench)).json).toEqual({ errcode: 0, errmsg: 'ok' })
  })

  fact('wecom.appchat.behaviour.root', async (bench) => {
    bench.control.setApp('office', { rootVisible: false })

    expect((await create(bench, {})).json.errcode).toBe(48002)
  })
})

function members(bench: Bench): string[] {
  return new WecomCaller(bench).userids().slice(0, 2)
}

function create(bench: Bench, change: object): Promise<RawAnswer> {
  return post(bench, 'create', { name: 'x', userlist: members(bench), ...change })
}

function send(bench: Bench, app?: string): Promise<RawAnswer> {
  return post(bench, 'send', { msgtype: 'text', text: { content: 'x' } }, app)
}

function post(bench: Bench, api: string, fields: object, app?: string): Promise<RawAnswer> {
  return new WecomCaller(bench).post(`appchat/${api}`, { chatid: 'chat1', ...fields }, app)
}

async function infoOf(bench: Bench): Promise<unknown> {
  const token = await new WecomCaller(bench).token()
  return (await bench.raw('GET', `/cgi-bin/appchat/get?access_token=${token}&chatid=chat1`)).json
}
