import { expect } from 'vitest'
import { type Bench, present } from './bench.ts'
import { proveFacts } from './prove.ts'
import type { RawAnswer } from './raw-http.ts'
import { listenAt } from './wecom-callback.ts'
import { expectCode, WecomCaller } from './wecom-caller.ts'

const HOUR_MS = 3_600_000
const button = { key: 'ok', name: '同意' }
const task = { title: 't', description: 'd', task_id: 'task', btn: [button] }

proveFacts('wecom.update', (fact) => {
  fact('wecom.update.endpoint.template_card', async (bench) => {
    const code = await codeOfCard(bench)

    expect((await update(bench, { response_code: code })).json.errcode).toBe(0)
    expect(new WecomCaller(bench).shown().replace_text).toBe('已处理')
  })

  fact('wecom.update.endpoint.taskcard', async (bench) => {
    await sendTask(bench, {})

    expect((await updateTask(bench, {})).json.errcode).toBe(0)
    expect(new WecomCaller(bench).shown().replace_text).toBe('已处理')
  })

  fact('wecom.update.endpoint.statistics', async (bench) => {
    const wecom = new WecomCaller(bench)
    await wecom.sendText()
    const { json } = await wecom.post('message/get_statistics', { time_type: 0 })

    expect(json).toMatchObject({
      statistics: [{ agentid: wecom.app().agentid, app_name: 'office', count: 1 }],
    })
  })

  fact('wecom.update.limit.lifetime', async (bench) => {
    const code = await codeOfCard(bench)
    bench.control.advance(bench.figure * HOUR_MS)

    expect((await update(bench, { response_code: code })).json.errcode).toBe(60140)
  })

  fact('wecom.update.code.42015', async (bench) => {
    expectCode(await update(bench, { response_code: await codeOfCard(bench) }, 'oncall'), bench.code)
  })

  fact('wecom.update.code.42016', async (bench) => expectCode(await updateTask(bench, {}), bench.code))

  fact('wecom.update.code.42017', async (bench) => {
    await sendTask(bench, {})

    expectCode(await updateTask(bench, { clicked_key: 'unknown' }), bench.code)
  })

  fact('wecom.update.code.42018', async (bench) => {
    expectCode(await sendTask(bench, { btn: [{ ...button, key: 'k'.repeat(129) }] }), bench.code)
  })

  fact('wecom.update.code.42019', async (bench) => {
    expectCode(await sendTask(bench, { btn: [{ name: '同意' }] }), bench.code)
  })

  fact('wecom.update.code.42020', async (bench) => {
    expectCode(await update(bench, { response_code: await codeOfCard(bench), button: {} }), bench.code)
  })

  fact('wecom.update.code.60140', async (bench) => {
    const code = await codeOfCard(bench)
    await update(bench, { response_code: code })

    expectCode(await update(bench, { response_code: code }), bench.code)
    expectCode(await update(bench, { response_code: 'unknown' }), bench.code)
  })

  fact('wecom.update.behaviour.list', async (bench) => {
    const response_code = await codeOfCard(bench)
    const { json } = await update(bench, { response_code, atall: 0, userids: ['nobody'] })

    expect(json).toEqual({ errcode: 0, errmsg: 'ok', invaliduser: ['nobody'] })
  })
})

async function codeOfCard(bench: Bench): Promise<unknown> {
  await listenAt(bench)
  const template_card = {
    card_type: 'button_interaction',
    main_title: { title: 't' },
    card_action: { type: 1, url: 'https://x' },
    task_id: 't1',
    button_list: [{ text: 'x', key: 'k' }],
  }
  return (await new WecomCaller(bench).send({ msgtype: 'template_card', template_card })).json.response_code
}

function update(bench: Bench, fields: object, app = 'office'): Promise<RawAnswer> {
  const wecom = new WecomCaller(bench)
  const body = { atall: 1, agentid: wecom.app(app).agentid, button: { replace_name: '已处理' }, ...fields }
  return wecom.post('message/update_template_card', body, app)
}

async function sendTask(bench: Bench, change: object): Promise<RawAnswer> {
  await listenAt(bench)
  return new WecomCaller(bench).send({ msgtype: 'taskcard', taskcard: { ...task, ...change } })
}

function updateTask(bench: Bench, fields: object): Promise<RawAnswer> {
  const wecom = new WecomCaller(bench)
  const userids = [present(wecom.userids()[0])]
  const body = { agentid: wecom.app().agentid, userids, task_id: 'task', clicked_key: 'ok', ...fields }
  return wecom.post('message/update_taskcard', body)
}
