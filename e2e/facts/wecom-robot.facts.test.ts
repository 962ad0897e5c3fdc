import { expect } from 'vitest'
import { type Bench, present } from './bench.ts'
import { proveFacts } from './prove.ts'
import { expectCode, reasonOf, WecomCaller } from './wecom-caller.ts'
import { proveRobotTypes } from './wecom-robot-types.ts'

const HOUR_MS = 3_600_000
const text = (content: string) => ({ msgtype: 'text', text: { content } })
const markdown = (content: string) => ({ msgtype: 'markdown', markdown: { content } })

proveFacts('wecom.recall', (fact) => {
  fact('wecom.recall.endpoint.recall', async (bench) => {
    const wecom = new WecomCaller(bench)
    const { msgid } = (await wecom.sendText()).json
    const { method, path } = bench.endpoint
    await bench.raw(method, `${path}?access_token=${await wecom.token()}`, {
      body: JSON.stringify({ msgid }),
    })

    expect(present(wecom.phone()[0]).recalledAt).not.toBeNull()
  })

  fact('wecom.recall.example.recall', async (bench) => {
    const wecom = new WecomCaller(bench)
    const { msgid } = (await wecom.sendText()).json
    const answer = await wecom.postText('message/recall', bench.request.replace('…', String(msgid)))

    expect(answer.text).toBe(bench.response)
  })

  fact('wecom.recall.limit.window', async (bench) => {
    const wecom = new WecomCaller(bench)
    const [first, second] = [(await wecom.sendText('a')).json, (await wecom.sendText('b')).json]
    bench.control.advance(bench.figure * HOUR_MS)
    const inTime = await wecom.post('message/recall', { msgid: first.msgid })
    bench.control.advance(1)
    const late = await wecom.post('message/recall', { msgid: second.msgid })

    expect([inTime.json.errcode, late.json.errcode]).toEqual([0, 42052])
    expect(wecom.phone().map(({ recalledAt }) => recalledAt !== null)).toEqual([true, false])
  })

  fact('wecom.recall.code.42052', async (bench) => {
    const wecom = new WecomCaller(bench)
    const { msgid } = (await wecom.sendText()).json
    bench.control.advance(25 * HOUR_MS)

    expectCode(await wecom.post('message/recall', { msgid }), bench.code)
  })

  fact('wecom.recall.code.40058', async (bench) => {
    const wecom = new WecomCaller(bench)
    const { msgid } = (await wecom.sendText()).json

    expectCode(await wecom.post('message/recall', { msgid }, 'oncall'), bench.code)
    expect(present(wecom.phone()[0]).recalledAt).toBeNull()
  })

  fact.open('wecom.secondRecall', 'wecom.recall.behaviour.second', {
    ok: async (bench) => expect(await recallTwice(bench)).toEqual([0, 0]),
    42052: async (bench) => expect(await recallTwice(bench)).toEqual([0, 42052]),
  })
})

proveFacts('wecom.robot', (fact) => {
  proveRobotTypes(fact)

  fact('wecom.robot.endpoint.send', async (bench) => {
    const wecom = new WecomCaller(bench)
    const { method, path } = bench.endpoint
    await bench.raw(method, `${path}?key=${wecom.robotKey}`, { body: JSON.stringify(text('x')) })

    expect(groupOf(bench)).toHaveLength(1)
  })

  fact('wecom.robot.example.send', async (bench) => {
    expect((await new WecomCaller(bench).robot(text('x'))).text).toBe(bench.response)
  })

  fact('wecom.robot.behaviour.key', async (bench) => {
    const { robotKey } = new WecomCaller(bench)
    const form = (key: string) => key.split('-').map(({ length }) => length)

    expect(form(robotKey)).toEqual(form(bench.text))
    expect(robotKey).toMatch(/^[0-9a-f-]+$/)
  })

  fact('wecom.robot.type.text', async (bench) => {
    const fields = JSON.parse(bench.body.replace('"content"', '"content":"hello"'))
    const { json } = await new WecomCaller(bench).robot({ msgtype: 'text', text: fields })

    expect(json.errcode).toBe(0)
    expect(JSON.stringify(groupOf(bench))).toContain('hello')
  })

  fact('wecom.robot.limit.text', async (bench) => {
    const wecom = new WecomCaller(bench)
    const documented = await wecom.robot(text('x'.repeat(bench.figure)))
    bench.control.setLimits({ 'wecom.robotTextBytes': bench.figure })
    const over = await wecom.robot(text('x'.repeat(bench.figure + 1)))

    expect([documented.json.errcode, over.json.errcode]).toEqual([0, 40058])
  })

  fact('wecom.robot.behaviour.unknown-mention', async (bench) => {
    const mentions = { mentioned_list: ['nobody'], mentioned_mobile_list: ['13999999999'] }
    const { json } = await new WecomCaller(bench).robot({
      msgtype: 'text',
      text: { content: 'x', ...mentions },
    })

    expect(json.errcode).toBe(0)
  })

  fact('wecom.robot.type.markdown', async (bench) => {
    const fields = JSON.parse(bench.body.replace('"content"', '"content":"# hello"'))
    const { json } = await new WecomCaller(bench).robot({ msgtype: 'markdown', markdown: fields })

    expect(json.errcode).toBe(0)
    expect(JSON.stringify(groupOf(bench))).toContain('# hello')
  })

  fact('wecom.robot.limit.markdown', async (bench) => {
    const wecom = new WecomCaller(bench)
    const full = await wecom.robot(markdown('x'.repeat(bench.figure)))
    const over = await wecom.robot(markdown('x'.repeat(bench.figure + 1)))

    expect([full.json.errcode, over.json.errcode]).toEqual([0, 40058])
  })

  fact('wecom.robot.limit.per-minute', async (bench) => {
    const wecom = new WecomCaller(bench)
    const codes: unknown[] = []
    for (let sent = 0; sent <= bench.figure; sent++)
      codes.push((await wecom.robot(text(`${sent}`))).json.errcode)
    bench.control.advance(59_999)
    const blocked = await wecom.robot(text('blocked'))
    bench.control.advance(1)
    const free = await wecom.robot(text('free'))

    expect(codes).toEqual([...Array<number>(bench.figure).fill(0), 45009])
    expect([blocked.json.errcode, free.json.errcode]).toEqual([45009, 0])
    expect(groupOf(bench)).toHaveLength(bench.figure + 1)
  })

  fact('wecom.robot.code.93000', async (bench) => {
    const wecom = new WecomCaller(bench)

    expectCode(await wecom.robot(text('x'), '00000000-0000-0000-0000-000000000000'), bench.code)
    expectCode(await wecom.robot(text('x'), ''), bench.code)
    expectCode(
      await bench.raw('POST', '/cgi-bin/webhook/send', { body: JSON.stringify(text('x')) }),
      bench.code,
    )
  })

  fact('wecom.robot.code.44004', async (bench) => {
    expectCode(await new WecomCaller(bench).robot(text('')), bench.code)
  })

  fact('wecom.robot.code.40008', async (bench) => {
    const wecom = new WecomCaller(bench)

    expectCode(await wecom.robot({ msgtype: 'telegram', telegram: {} }), bench.code)
    expectCode(await wecom.robot({}), bench.code)
  })

  fact('wecom.robot.code.40058-markdown', async (bench) => {
    expectCode(await new WecomCaller(bench).robot(markdown('x'.repeat(4097))), bench.code)
  })

  fact('wecom.robot.code.40058-text', async (bench) => {
    const wecom = new WecomCaller(bench)

    expect((await wecom.robot(text('x'.repeat(5120)))).json.errcode).toBe(0)
    expectCode(await wecom.robot(text('x'.repeat(5121))), bench.code)
  })

  fact('wecom.robot.code.45009', async (bench) => {
    const wecom = new WecomCaller(bench)
    for (let sent = 0; sent < 20; sent++) await wecom.robot(text(`${sent}`))

    expectCode(await wecom.robot(text('x')), bench.code)
  })

  fact('wecom.robot.behaviour.reject-not-cut', async (bench) => {
    const answer = await new WecomCaller(bench).robot(markdown('x'.repeat(5000)))

    expect(reasonOf(answer)).toContain('exceed max length')
    expect(groupOf(bench)).toEqual([])
  })
})

function groupOf(bench: Bench): readonly object[] {
  return bench.control.robotGroup('wecom', new WecomCaller(bench).robotName)
}

async function recallTwice(bench: Bench): Promise<unknown[]> {
  const wecom = new WecomCaller(bench)
  const { msgid } = (await wecom.sendText()).json
  const recall = async () => (await wecom.post('message/recall', { msgid })).json.errcode
  return [await recall(), await recall()]
}
