import { expect } from 'vitest'
import { type Bench, present } from './bench.ts'
import { proveFacts } from './prove.ts'
import { WecomCaller } from './wecom-caller.ts'
import { mediaIdOf } from './wecom-files.ts'

proveFacts('wecom.send', (fact) => {
  fact('wecom.send.behaviour.mini-program-apps', async (bench) => {
    const wecom = new WecomCaller(bench)
    const message = { touser: wecom.userids()[0], agentid: wecom.app('canteen').agentid }
    const text = { msgtype: 'text', text: { content: 'x' } }

    expect((await wecom.post('message/send', { ...message, ...text }, 'canteen')).json.errcode).toBe(0)
    for (const msgtype of ['image', 'video', 'file'] as const) {
      const body = { msgtype, [msgtype]: { media_id: await mediaIdOf(bench, msgtype) } }
      expect((await wecom.post('message/send', { ...message, ...body }, 'canteen')).json.errcode).toBe(0)
    }
  })

  fact('wecom.send.endpoint.send', async (bench) => {
    const wecom = new WecomCaller(bench)
    const { method, path } = bench.endpoint
    const message = {
      touser: 'zhangsan',
      msgtype: 'text',
      agentid: wecom.app().agentid,
      text: { content: 'x' },
    }
    const query = `access_token=${await wecom.token()}`
    const { json } = await bench.raw(method, `${path}?${query}`, { body: JSON.stringify(message) })

    expect(json.errcode).toBe(0)
  })

  fact('wecom.send.limit.touser', (bench) => expectListLimit(bench, 'touser', 40032, 'zhangsan'))
  fact('wecom.send.limit.toparty', (bench) => expectListLimit(bench, 'toparty', 82002, '1'))
  fact('wecom.send.limit.totag', (bench) => expectListLimit(bench, 'totag', 82003, '1'))

  fact('wecom.send.behaviour.all', async (bench) => {
    const wecom = new WecomCaller(bench)
    const { json } = await wecom.sendText('x', { touser: '@all', toparty: '999999', totag: '999999' })

    expect([json.errcode, json.invalidparty ?? '', json.invalidtag ?? '']).toEqual([0, '', ''])
    expect(wecom.phonesReached()).toBe(wecom.userids().length)
    for (const userid of wecom.userids('out_of_range')) expect(wecom.phone(userid)).toEqual([])
  })

  fact('wecom.send.behaviour.sub-departments', async (bench) => {
    const wecom = new WecomCaller(bench)
    await wecom.sendText('x', { toparty: '1' })

    expect(wecom.phonesReached()).toBe(wecom.userids().length)
  })

  fact('wecom.send.behaviour.tags', async (bench) => {
    const wecom = new WecomCaller(bench)
    const [tag] = bench.control.company().wecom.tags
    const members = present(tag).userids.filter((userid) => wecom.userids().includes(userid))
    await wecom.sendText('x', { totag: String(present(tag).id) })

    expect(members.length).toBeGreaterThan(0)
    for (const userid of members) expect(wecom.phone(userid)).toHaveLength(1)
  })

  fact('wecom.send.behaviour.each-once', async (bench) => {
    const wecom = new WecomCaller(bench)
    const first = present(wecom.userids()[0])
    await wecom.sendText('x', { touser: `${first}|${first.toUpperCase()}`, toparty: '1' })

    expect(wecom.phone(first)).toHaveLength(1)
  })

  fact('wecom.send.behaviour.agentid', async (bench) => {
    const wecom = new WecomCaller(bench)
    const { json } = await wecom.sendText('x', { agentid: wecom.app('oncall').agentid })

    expect(json.errcode).toBe(301002)
  })

  fact('wecom.send.behaviour.safe', async (bench) => {
    const wecom = new WecomCaller(bench)
    const answers = [
      await wecom.sendText('a'),
      await wecom.sendText('b', { safe: 0 }),
      await wecom.sendText('c', { safe: 1 }),
    ]

    expect(answers.map(({ json }) => json.errcode)).toEqual([0, 0, 0])
    expect(wecom.phone().map(({ message }) => message)).toMatchObject([{ safe: 0 }, { safe: 0 }, { safe: 1 }])
  })

  fact('wecom.send.behaviour.enable-flags', async (bench) => {
    const wecom = new WecomCaller(bench)
    await wecom.sendText('$userName=zhangsan$')
    await wecom.sendText('$userName=zhangsan$')

    expect(wecom.phone()).toHaveLength(2)
    expect(wecom.shown()).toEqual({ content: '$userName=zhangsan$' })
  })

  fact('wecom.send.limit.duplicate_check_interval-default', (bench) => expectInterval(bench, {}))
  fact('wecom.send.limit.duplicate_check_interval', (bench) =>
    expectInterval(bench, { duplicate_check_interval: bench.figure * 2 }),
  )

  fact('wecom.send.behaviour.spaces', async (bench) => {
    const wecom = new WecomCaller(bench)
    const [first, second] = wecom.userids()
    const touser = bench.text.replace('TagID1', present(first)).replace('TagID2', present(second))
    await wecom.sendText('x', { touser })

    expect([wecom.phone(first), wecom.phone(second)]).toMatchObject([[{}], [{}]])
  })

  fact('wecom.send.behaviour.numeric-strings', async (bench) => {
    const wecom = new WecomCaller(bench)
    const { json } = await wecom.sendText('x', { agentid: String(wecom.app().agentid), safe: '0' })

    expect([json.errcode, json.errmsg]).toEqual([0, 'ok'])
  })

  fact('wecom.send.behaviour.id-trans', async (bench) => {
    const wecom = new WecomCaller(bench)
    const content = '$userName=zhangsan$ $departmentName=1$ $userAliasOrName=zhangsan$ $userName=nobody$'
    await wecom.sendText(content, { enable_id_trans: 1 })
    const [root] = bench.control.company().wecom.departments

    expect(wecom.shown()).toEqual({ content: `张三 ${present(root).name} 张三 $userName=nobody$` })
  })

  fact('wecom.send.behaviour.not-delivery', async (bench) => {
    const wecom = new WecomCaller(bench)
    bench.control.setLimits({ 'wecom.memberPerMinute': 1 })
    const answers = [await wecom.sendText('a'), await wecom.sendText('b')]

    expect(answers.map(({ json }) => json.errcode)).toEqual([0, 0])
    expect(wecom.phone()).toHaveLength(1)
  })

  fact('wecom.send.behaviour.duplicate', async (bench) => {
    const wecom = new WecomCaller(bench)
    await wecom.sendText('x', { enable_duplicate_check: 1 })
    const { json } = await wecom.sendText('x', { enable_duplicate_check: 1 })

    expect(json.errcode).toBe(0)
    expect(wecom.phone()).toHaveLength(1)
  })

  fact.open('wecom.duplicateAnswer', 'wecom.send.behaviour.duplicate-answer', {
    fresh_msgid: async (bench) => {
      const [first, second] = await sendTwice(bench)

      expect(second).toMatchObject({ errcode: 0, msgid: expect.any(String) })
      expect(present(second).msgid).not.toBe(present(first).msgid)
    },
    no_msgid: async (bench) => {
      const [, second] = await sendTwice(bench)

      expect(second).toMatchObject({ errcode: 0 })
      expect(second).not.toHaveProperty('msgid')
    },
  })

  fact.open('wecom.duplicateScope', 'wecom.send.behaviour.duplicate-scope', {
    whole_body: async (bench) => expect(await copiesOfWidenedRepeat(bench)).toEqual([2, 1]),
    content_per_person: async (bench) => expect(await copiesOfWidenedRepeat(bench)).toEqual([1, 1]),
  })
})

/** As many ids as the figure pass; one more is refused with the code. */
async function expectListLimit(bench: Bench, field: string, code: number, valid: string): Promise<void> {
  const wecom = new WecomCaller(bench)
  const ids = [valid, ...Array.from({ length: bench.figure - 1 }, (_, index) => String(900_000 + index))]
  const full = await wecom.sendText('x', { [field]: ids.join('|') })
  const over = await wecom.sendText('x', { [field]: [...ids, '999999'].join('|') })

  expect([full.json.errcode, over.json.errcode]).toEqual([0, code])
}

/** Suppressed until the figure's seconds are over, received again from then on. */
async function expectInterval(bench: Bench, more: Readonly<Record<string, unknown>>): Promise<void> {
  const wecom = new WecomCaller(bench)
  const send = (content: string) => wecom.sendText(content, { enable_duplicate_check: 1, ...more })
  await send('before')
  await send('after')
  bench.control.advance(bench.figure * 1000 - 1)
  await send('before')
  bench.control.advance(2)
  await send('after')

  const contents = wecom.phone().map(({ message }) => message)
  expect(contents).toMatchObject(['before', 'after', 'after'].map((content) => ({ text: { content } })))
}

async function sendTwice(bench: Bench): Promise<Record<string, unknown>[]> {
  const wecom = new WecomCaller(bench)
  const once = () => wecom.sendText('x', { enable_duplicate_check: 1 })
  return [(await once()).json, (await once()).json]
}

/** The same text first to one member, then to that one and another: copies on both phones. */
async function copiesOfWidenedRepeat(bench: Bench): Promise<number[]> {
  const wecom = new WecomCaller(bench)
  const [first, second] = wecom.userids()
  await wecom.sendText('x', { touser: first, enable_duplicate_check: 1 })
  await wecom.sendText('x', { touser: `${first}|${second}`, enable_duplicate_check: 1 })
  return [wecom.phone(first).length, wecom.phone(second).length]
}
