import { describe, expect, it } from 'vitest'
import { serveHttp } from '../../../../e2e/setup/loopback.ts'
import { startCompany } from '../test-kit.ts'
import { type CallbackQuery, createCallback } from './callback.ts'
import type { CallbackEvent } from './event.ts'
import { SAMPLE } from './test-vectors.ts'

const CARD = {
  card_type: 'button_interaction',
  main_title: { title: '审批提醒', desc: '张三的请假' },
  card_action: { type: 1, url: 'https://example.com/leave/1' },
  task_id: 'task-0001',
  button_list: [
    { text: '同意', style: 1, key: 'ok' },
    { text: '拒绝', style: 2, key: 'no' },
  ],
} as const

/** A company whose app gets its callbacks here; what came, in order. */
async function startListeningCompany(profile: 'documented' | 'opposed') {
  const { sandbox, wecom, app } = await startCompany({ profile })
  const callback = createCallback({ ...SAMPLE, receiveid: app.corpid, clock: sandbox.clock })
  const events: CallbackEvent[] = []
  const server = await serveHttp(async (request, response) => {
    const query: CallbackQuery = Object.fromEntries(new URL(request.url ?? '', 'http://x').searchParams)
    if (request.method === 'GET') return void response.end(callback.verifyUrl(query))
    const event = callback.open(query, (await request.setEncoding('utf8').toArray()).join(''))
    events.push(event)
    const pressed = event.MsgType === 'event' && event.Event === 'template_card_event'
    response.end(
      pressed ? callback.reply(event, { MsgType: 'update_button', Button: { ReplaceName: '处理中' } }) : '',
    )
  })
  const control = async (path: string, content: object) => {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${sandbox.url}/_sandbox${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(content),
    })
    expect(answer.ok, await answer.clone().text()).toBe(true)
  }
  const settings = { app: 'office', platform: 'wecom', token: SAMPLE.token, aesKey: SAMPLE.encodingAESKey }
  await control('/callbacks', { ...settings, url: `${server.origin}/in` })
  const shown = () => JSON.stringify(sandbox.control.inbox('wecom', 'zhangsan'))
  return { sandbox, wecom, control, events, shown }
}

describe.each(['documented', 'opposed'] as const)('under the %s profile', (profile) => {
  it('a pressed button comes as an event, and the card is updated once, whether or not a reply counts', async () => {
    const { sandbox, wecom, control, events, shown } = await startListeningCompany(profile)
    await wecom.messages.send({ touser: ['zhangsan'], msgtype: 'template_card', template_card: CARD })
    const [card] = sandbox.control.inbox('wecom', 'zhangsan')

    await control(`/inbox/wecom/zhangsan/${card?.id}/press`, { key: 'ok' })

    const [event] = events
    expect(event).toMatchObject({
      Event: 'template_card_event',
      EventKey: 'ok',
      TaskId: 'task-0001',
      FromUserName: 'zhangsan',
    })
    // The platform's pages disagree whether a reply to a card's event is taken.
    expect(shown().includes('处理中')).toBe(profile === 'documented')

    const response_code = event && 'ResponseCode' in event ? event.ResponseCode : ''
    const update = { userids: ['zhangsan'], response_code, button: { replace_name: '已同意' } }
    expect(await wecom.messages.updateCard(update)).toEqual({ complete: true, invaliduser: [] })
    expect(shown()).toContain('已同意')
    await expect(wecom.messages.updateCard(update)).rejects.toMatchObject({ code: '60140' })
  })

  it('what a person writes to the app comes as a text', async () => {
    const { control, events } = await startListeningCompany(profile)

    await control('/inbox/wecom/zhangsan/write', { app: 'office', text: '在吗 <b>&' })

    expect(events).toMatchObject([{ MsgType: 'text', Content: '在吗 <b>&', FromUserName: 'zhangsan' }])
  })
})
