import { describe, expect, it } from 'vitest'
import { listening } from './test-callback.ts'
import { startWecom, type WecomUnderTest } from './test-kit.ts'

const card = {
  title: '任务',
  description: '请处理',
  url: 'https://example.com/1',
  task_id: 'task.1',
  btn: [
    { key: 'done', name: '完成', replace_name: '已完成', color: 'red', is_bold: true },
    { key: 'later', name: '稍后' },
  ],
}

async function sendTaskcard(wecom: WecomUnderTest, change: object = {}) {
  return (await wecom.send({ msgtype: 'taskcard', taskcard: { ...card, ...change } })).body
}

async function update(wecom: WecomUnderTest, fields: object) {
  const { agentid } = wecom.app('office')
  const body = { agentid, userids: ['zhangsan'], task_id: card.task_id, clicked_key: 'done', ...fields }
  return (await wecom.call('message/update_taskcard', body)).body
}

describe('taskcard', () => {
  it('arrives with the defaults of its buttons', async () => {
    const wecom = await startWecom()
    await listening(wecom)

    expect(await sendTaskcard(wecom)).toMatchObject({ errcode: 0 })
    expect(wecom.newest()).toMatchObject({
      taskcard: {
        ...card,
        btn: [
          card.btn[0],
          { key: 'later', name: '稍后', replace_name: '已处理', color: 'blue', is_bold: false },
        ],
      },
    })
  })

  it('names what is missing or wrong', async () => {
    const wecom = await startWecom()
    const before = (await sendTaskcard(wecom)).errcode
    await listening(wecom)
    const button = card.btn[0]
    const code = async (change: object) => (await sendTaskcard(wecom, change)).errcode

    expect(before).toBe(43012)
    expect(await code({ title: '' })).toBe(41016)
    expect(await code({ title: 'a'.repeat(129) })).toBe(40058)
    expect(await code({ description: '' })).toBe(41033)
    expect(await code({ description: 'a'.repeat(513) })).toBe(40058)
    expect(await code({ url: 'example.com' })).toBe(45034)
    expect(await code({ url: `https://${'a'.repeat(2041)}` })).toBe(40039)
    expect(await code({ task_id: 't'.repeat(129) })).toBe(42014)
    expect(await code({ btn: [] })).toBe(40058)
    expect(await code({ btn: [1, 2, 3].map((key) => ({ ...button, key: `${key}` })) })).toBe(40058)
    expect(await code({ btn: [{ ...button, key: '' }] })).toBe(42019)
    expect(await code({ btn: [{ ...button, key: 'k'.repeat(129) }] })).toBe(42018)
    expect(await code({ btn: [button, button] })).toBe(42018)
    expect(await code({ btn: [{ ...button, name: '' }] })).toBe(42020)
    expect(
      await code({ title: 'a'.repeat(128), description: 'a'.repeat(512), task_id: 't'.repeat(128) }),
    ).toBe(0)
    expect(await code({})).toBe(0)
    expect(await code({})).toBe(42014)
  })

  it('tells the app of a tap, which may answer by greying the buttons', async () => {
    const wecom = await startWecom()
    const address = await listening(wecom)
    await sendTaskcard(wecom)
    address.answers.push(address.reply({ MsgType: 'update_taskcard', TaskCard: { ReplaceName: '已完成' } }))

    const { replyRefused } = await wecom.control.press('wecom', 'zhangsan', wecom.phone()[0]?.id ?? '', {
      key: 'done',
    })

    expect([address.text('Event'), address.text('EventKey'), address.text('TaskId')]).toEqual([
      'taskcard_click',
      'done',
      'task.1',
    ])
    expect(replyRefused).toBeNull()
    expect(wecom.newest()).toMatchObject({ taskcard: { replace_text: '已完成' } })
  })
})

describe('message/update_taskcard', () => {
  it('shows what the button that was clicked turns into', async () => {
    const wecom = await startWecom()
    await listening(wecom)
    await sendTaskcard(wecom)

    expect(await update(wecom, { userids: ['zhangsan', 'Nobody'] })).toEqual({
      errcode: 0,
      errmsg: 'ok',
      invaliduser: ['nobody'],
    })
    expect(wecom.newest()).toMatchObject({ taskcard: { replace_text: '已完成' } })
  })

  it('names what is missing or wrong', async () => {
    const wecom = await startWecom()
    await listening(wecom)
    await sendTaskcard(wecom)

    expect(await update(wecom, { userids: [] })).toMatchObject({ errcode: 41009, invaliduser: [] })
    expect(await update(wecom, { task_id: 'unknown' })).toMatchObject({ errcode: 42016 })
    expect(await update(wecom, { clicked_key: undefined })).toMatchObject({
      errcode: 42017,
      errmsg: expect.stringMatching(/^button key is not exist, /),
      invaliduser: [],
    })
    expect(await update(wecom, { agentid: 1 })).toMatchObject({ errcode: 301002 })
  })
})
