import { describe, expect, test } from 'vitest'
import { DAY_MS, HOUR_MS, SECOND_MS, startDingTalk, textMessage } from './test-kit.ts'

const UPDATE = 'message/corpconversation/status_bar/update'

function approval(more: object = {}) {
  const oa = {
    message_url: 'https://example.com',
    head: { bgcolor: 'FFBBBBBB', text: '审批' },
    status_bar: { status_value: '待审批', status_bg: '0xFFFF9D46' },
    body: { title: '请假' },
    ...more,
  }
  return { msgtype: 'oa', oa }
}

async function sentApproval(profile: Record<string, string> = {}) {
  const dingtalk = await startDingTalk(profile)
  const task_id = await dingtalk.createTask({ msg: approval() })
  dingtalk.control.advance(SECOND_MS)
  const { agentId: agent_id } = dingtalk.app()
  const update = (fields: object = {}) =>
    dingtalk.call(UPDATE, { agent_id, task_id, status_value: '已同意', status_bg: '0xFF78C06E', ...fields })
  return { dingtalk, update }
}

describe('POST …/status_bar/update', () => {
  test('changes what the phone shows of the message', async () => {
    const { dingtalk, update } = await sentApproval()

    expect((await update()).body).toMatchObject({ errcode: 0, errmsg: 'ok' })
    expect(dingtalk.phone()[0]?.message).toMatchObject({
      oa: { body: { title: '请假' }, status_bar: { status_value: '已同意', status_bg: '0xFF78C06E' } },
    })
  })

  test.each([
    ['a wrong agent_id', { agent_id: 1 }, 40056, '不合法的agentid'],
    ['an unknown task', { task_id: 111_111_111_111 }, 40035, '不合法的参数'],
    ['no new value', { status_value: '' }, 40035, '不合法的参数'],
  ])('refuses %s', async (_, fields, errcode, errmsg) => {
    const { update } = await sentApproval()

    expect((await update(fields)).body).toMatchObject({ errcode, errmsg })
  })

  test.each([
    ['7_days', 7 * DAY_MS],
    ['24_hours', 24 * HOUR_MS],
  ])('is possible for %s', async (answer, windowMs) => {
    const { dingtalk, update } = await sentApproval({ 'dingtalk.statusBarWindow': answer })

    dingtalk.control.advance(windowMs - SECOND_MS - 1)
    expect((await update()).body).toMatchObject({ errcode: 0 })
    dingtalk.control.advance(1)
    expect((await update()).body).toMatchObject({ errcode: 40035 })
  })

  test('waits for the task to be done, and for at most five people', async () => {
    const dingtalk = await startDingTalk()
    const agent_id = dingtalk.app().agentId
    const six = dingtalk.employees.flatMap((each) => each.dingtalk?.userid ?? []).slice(0, 6)
    const fresh = await dingtalk.createTask({ msg: approval() })
    const update = (task_id: number) => dingtalk.call(UPDATE, { agent_id, task_id, status_value: 'x' })

    expect((await update(fresh)).body).toMatchObject({ errcode: 41052 })
    const crowd = await dingtalk.createTask({
      msg: approval({ status_bar: undefined }),
      userid_list: six.join(),
    })
    dingtalk.control.advance(SECOND_MS)
    expect((await update(crowd)).body).toMatchObject({
      errcode: 41052,
      errmsg: '本次发送人数过多,不再返回发送结果',
    })
  })

  test('concerns oa messages only', async () => {
    const dingtalk = await startDingTalk()
    const task_id = await dingtalk.createTask({ msg: textMessage() })
    dingtalk.control.advance(SECOND_MS)

    const body = { agent_id: dingtalk.app().agentId, task_id, status_value: 'x' }
    expect((await dingtalk.call(UPDATE, body)).body).toMatchObject({ errcode: 40035 })
  })
})

test('the blocks of an oa body have their forms', async () => {
  const dingtalk = await startDingTalk()
  const withBody = (body: object) => dingtalk.sendMessage(approval({ body, status_bar: undefined }))
  const full = {
    title: 't',
    form: [{ key: '姓名:', value: '张三' }],
    rich: { num: '15.6', unit: '元' },
    content: 'c',
    image: await dingtalk.mediaId('a.png', 'image'),
    file_count: '3',
    author: '李四',
  }

  expect((await withBody(full)).body).toMatchObject({ errcode: 0 })
  for (const wrong of [
    { form: { key: 'a', value: 'b' } },
    { form: [{ key: 'a' }] },
    { rich: { num: '1' } },
    { content: ['c'] },
  ])
    expect((await withBody({ ...full, ...wrong })).body).toMatchObject({ errcode: 40035 })
  const barWithoutText = await dingtalk.sendMessage(approval({ status_bar: { status_bg: '0xFF78C06E' } }))
  expect(barWithoutText.body).toMatchObject({ errcode: 34014 })
})

test('an internal app may not send by template', async () => {
  const dingtalk = await startDingTalk()

  const { body } = await dingtalk.call('message/corpconversation/sendbytemplate', {
    agent_id: dingtalk.app().agentId,
    template_id: 'x',
    userid_list: 'zhangsan',
  })

  expect(body).toMatchObject({ errcode: 88, sub_code: '60011' })
})
