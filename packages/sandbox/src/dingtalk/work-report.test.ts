import { describe, expect, test } from 'vitest'
import { DAY_MS, sendResult, startDingTalk, textMessage } from './test-kit.ts'

describe('getsendprogress', () => {
  test('goes from waiting through in progress to done as time passes', async () => {
    const dingtalk = await startDingTalk()
    const task = await dingtalk.createTask()

    const seen = []
    for (const ms of [0, 150, 150]) {
      dingtalk.control.advance(ms)
      seen.push((await dingtalk.progress(task)).body.progress)
    }

    expect(seen).toEqual([
      { progress_in_percent: 0, status: 0 },
      { progress_in_percent: 50, status: 1 },
      { progress_in_percent: 100, status: 2 },
    ])
  })

  test('refuses a task of another app and one that never was', async () => {
    const dingtalk = await startDingTalk()
    const task = await dingtalk.createTask()

    const ofOtherApp = await dingtalk.progress(task, 'ops')
    const unknown = await dingtalk.progress(1)

    for (const { body } of [ofOtherApp, unknown]) {
      expect(body).toMatchObject({ errcode: 40035, errmsg: '不合法的参数' })
    }
  })

  test.each([
    ['7_days', 7],
    ['24_hours', 1],
  ])('knows a task for %s under that profile', async (answer, days) => {
    const dingtalk = await startDingTalk({ 'dingtalk.progressWindow': answer })
    const task = await dingtalk.createTask()

    dingtalk.control.advance(days * DAY_MS - 1)
    const known = await dingtalk.progress(task)
    dingtalk.control.advance(1)
    const forgotten = await dingtalk.progress(task)

    expect(known.body).toMatchObject({ errcode: 0 })
    expect(forgotten.body).toMatchObject({ errcode: 40035 })
  })
})

describe('getsendresult', () => {
  test('moves a person from unread to read when the phone opens the message', async () => {
    const dingtalk = await startDingTalk()
    const task = await dingtalk.createTask()
    expect(await dingtalk.lists(task)).toEqual(sendResult({ unread_user_id_list: ['zhangsan'] }))

    const [entry] = dingtalk.phone()
    dingtalk.control.markRead('dingtalk', 'zhangsan', entry?.id ?? '')

    expect(await dingtalk.lists(task)).toEqual(sendResult({ read_user_id_list: ['zhangsan'] }))
  })

  test('is empty, or 41052, while the task is unfinished', async () => {
    const documented = await startDingTalk()
    const opposed = await startDingTalk({ 'dingtalk.unfinishedResult': '41052' })

    const empty = await documented.result(await documented.createTask({ userid_list: 'zhangsan,nobody' }))
    const refused = await opposed.result(await opposed.createTask())

    expect(empty.body).toMatchObject({ errcode: 0, send_result: sendResult() })
    expect(refused.body).toMatchObject({ errcode: 41052, errmsg: '本次发送人数过多,不再返回发送结果' })
  })

  test('joins lists with commas and leaves out empty ones where profiles say so', async () => {
    const dingtalk = await startDingTalk({
      'dingtalk.resultLists': 'comma_strings',
      'dingtalk.emptyLists': 'absent',
    })

    const task = await dingtalk.createTask({ userid_list: 'nobody,noone,zhangsan', dept_id_list: '99,98' })

    expect(await dingtalk.lists(task)).toEqual({
      invalid_user_id_list: 'nobody,noone',
      unread_user_id_list: 'zhangsan',
      invalid_dept_id_list: '99,98',
    })
  })

  test.each([
    ['15', { errcode: 15, errmsg: '调用超时', sub_code: 'isp.top-remote-connection-timeout' }],
    ['41052', { errcode: 41052 }],
    ['empty_lists', { errcode: 0, send_result: sendResult() }],
  ])('for more than 100 recipients is what profile %s says', async (answer, expected) => {
    const dingtalk = await startDingTalk({ 'dingtalk.oversizedResult': answer })
    dingtalk.control.setProfile({ 'dingtalk.useridListCap': '5000' })
    const userids = (count: number) => Array.from({ length: count }, (_, place) => `u${place}`)

    const small = await dingtalk.createTask({ userid_list: userids(100).join() })
    const large = await dingtalk.createTask({ userid_list: userids(101).join() })

    expect(await dingtalk.lists(small)).toEqual(sendResult({ invalid_user_id_list: userids(100) }))
    expect((await dingtalk.result(large)).body).toMatchObject(expected)
  })

  test('is answered for 24 hours', async () => {
    const dingtalk = await startDingTalk()
    const task = await dingtalk.createTask()

    dingtalk.control.advance(DAY_MS - 1)
    const known = await dingtalk.result(task)
    dingtalk.control.advance(1)
    const forgotten = await dingtalk.result(task)

    expect(known.body).toMatchObject({ errcode: 0 })
    expect(forgotten.body).toMatchObject({ errcode: 40035 })
  })
})

describe('recall', () => {
  test('takes the message back from every phone, read or not', async () => {
    const dingtalk = await startDingTalk()
    const [, second] = dingtalk.employees
    const other = second?.dingtalk?.userid ?? ''
    const task = await dingtalk.createTask({ userid_list: `zhangsan,${other}` })
    const untouched = await dingtalk.createTask({ msg: textMessage('别的') })
    dingtalk.control.markRead('dingtalk', 'zhangsan', dingtalk.phone()[0]?.id ?? '')

    const { body } = await dingtalk.recall(task)

    expect(body).toMatchObject({ errcode: 0, errmsg: 'ok' })
    expect(dingtalk.phone(other)[0]?.recalledAt).toEqual(expect.any(Number))
    expect(dingtalk.phone()).toMatchObject([
      { receipt: String(task), recalledAt: expect.any(Number), readAt: expect.any(Number) },
      { receipt: String(untouched), recalledAt: null },
    ])
  })

  test('refuses a wrong task, another app’s task, and one of yesterday', async () => {
    const dingtalk = await startDingTalk()
    const task = await dingtalk.createTask()

    const unknown = await dingtalk.recall(1)
    const ofOtherApp = await dingtalk.recall(task, 'ops')
    dingtalk.control.advance(DAY_MS)
    const old = await dingtalk.recall(task)

    for (const { body } of [unknown, ofOtherApp, old]) {
      expect(body).toMatchObject({ errcode: 400002, errmsg: 'agentId不合法或taskId不合法' })
    }
    expect(dingtalk.phone()).toMatchObject([{ recalledAt: null }])
  })
})
