import { describe, expect, test } from 'vitest'
import { sendResult, startDingTalk, textMessage } from './test-kit.ts'

describe('asyncsend_v2', () => {
  test('answers a task_id that stays exact in a JSON number', async () => {
    const dingtalk = await startDingTalk()

    const { text } = await dingtalk.send()

    expect(text).toMatch(/^\{"errcode":0,"errmsg":"ok","task_id":[1-9]\d{11},"request_id":"[0-9a-z]{13}"\}$/)
  })

  test('answers without errmsg, and with errcode as a text, where a profile says so', async () => {
    const dingtalk = await startDingTalk({
      'dingtalk.sendErrmsg': 'absent',
      'dingtalk.successErrcode': 'string',
    })

    const { body } = await dingtalk.send()

    expect(body).toEqual({ errcode: '0', task_id: expect.any(Number), request_id: expect.any(String) })
  })

  test('wants the agent_id of the token’s own app', async () => {
    const dingtalk = await startDingTalk()

    const missing = await dingtalk.send({ agent_id: undefined })
    const ofOtherApp = await dingtalk.send({ agent_id: dingtalk.app('ops').agentId })

    expect(missing.body).toMatchObject({ errcode: 41011, errmsg: '缺少agentid' })
    expect(ofOtherApp.body).toMatchObject({ errcode: 40056, errmsg: '不合法的agentid' })
  })

  test('refuses a send to nobody, and an empty list beside a full one', async () => {
    const dingtalk = await startDingTalk()

    const nobody = await dingtalk.send({ userid_list: undefined })
    const allFalse = await dingtalk.send({ userid_list: undefined, to_all_user: false })
    const emptyDepartments = await dingtalk.send({ dept_id_list: '' })

    for (const { body } of [nobody, allFalse, emptyDepartments])
      expect(body).toMatchObject({ errcode: 400002 })
  })

  test('refuses a send without msg, and msg that is no JSON', async () => {
    const dingtalk = await startDingTalk()

    expect((await dingtalk.sendMessage(undefined)).body).toMatchObject({ errcode: 41015 })
    expect((await dingtalk.sendMessage('{"msgtype":')).body).toMatchObject({ errcode: 34014 })
  })

  test.each([
    ['100', 100],
    ['5000', 5000],
  ])('takes as many userids as profile %s says and not one more', async (answer, cap) => {
    const dingtalk = await startDingTalk({ 'dingtalk.useridListCap': answer })
    const userids = (count: number) => Array.from({ length: count }, (_, place) => `u${place}`).join()

    const most = await dingtalk.send({ userid_list: userids(cap) })
    const tooMany = await dingtalk.send({ userid_list: userids(cap + 1) })

    expect(most.body).toMatchObject({ errcode: 0 })
    expect(tooMany.body).toMatchObject({ errcode: 40032 })
  })

  test('takes 20 departments and not one more', async () => {
    const dingtalk = await startDingTalk()
    const departments = (count: number) => Array.from({ length: count }, (_, place) => place + 1).join()

    const most = await dingtalk.send({ dept_id_list: departments(20) })
    const tooMany = await dingtalk.send({ dept_id_list: departments(21) })

    expect(most.body).toMatchObject({ errcode: 0 })
    expect(tooMany.body).toMatchObject({ errcode: 40035 })
  })

  test('refuses a department that is no number', async () => {
    const dingtalk = await startDingTalk()

    const { body } = await dingtalk.send({ dept_id_list: '2,sales' })

    expect(body).toMatchObject({ errcode: 40009, errmsg: '不合法的部门id' })
  })

  test('refuses more persons than one send may resolve to', async () => {
    const dingtalk = await startDingTalk()
    dingtalk.control.setLimits({ 'dingtalk.recipientsPerSend': 10 })

    const { body } = await dingtalk.send({ userid_list: undefined, dept_id_list: '1' })

    expect(body).toMatchObject({ errcode: 41029 })
  })

  test('reaches a person once who is named twice and sits in a named department', async () => {
    const dingtalk = await startDingTalk()

    await dingtalk.send({ userid_list: 'zhangsan,zhangsan', dept_id_list: '1' })

    expect(dingtalk.phone()).toHaveLength(1)
  })

  test('expands a department to everyone in it and below it whom the app may reach', async () => {
    const dingtalk = await startDingTalk()
    const withinReach = dingtalk.employees.filter(
      ({ dingtalk: account, state, departments }) =>
        account && state !== 'out_of_range' && departments.some((id) => [2, 6, 7].includes(id)),
    )

    const task = await dingtalk.createTask({ userid_list: undefined, dept_id_list: '2,999' })

    const userids = withinReach.map(({ dingtalk: account }) => account?.userid)
    expect(await dingtalk.lists(task)).toEqual(
      sendResult({ unread_user_id_list: userids, invalid_dept_id_list: [999] }),
    )
  })

  test('succeeds for unknown people and names them in the result', async () => {
    const dingtalk = await startDingTalk()

    const task = await dingtalk.createTask({ userid_list: 'zhangsan,nobody,ZhangSan' })

    expect(await dingtalk.lists(task)).toEqual(
      sendResult({ invalid_user_id_list: ['nobody', 'ZhangSan'], unread_user_id_list: ['zhangsan'] }),
    )
  })
})

describe('people outside the app’s range', () => {
  test.each([
    ['invalid', { invalid_user_id_list: ['X'] }],
    ['failed', { failed_user_id_list: ['X'] }],
    ['not_listed', {}],
    [
      'forbidden',
      { forbidden_user_id_list: ['X'], forbidden_list: [{ code: '50002', count: 0, userid: 'X' }] },
    ],
  ])('end as %s under that profile and receive nothing', async (answer, filled) => {
    const dingtalk = await startDingTalk({ 'dingtalk.outOfRange': answer })
    const { userid } = dingtalk.someone(({ state }) => state === 'out_of_range')

    const task = await dingtalk.createTask({ userid_list: userid })

    const expected: unknown = JSON.parse(JSON.stringify(sendResult(filled)).replaceAll('"X"', `"${userid}"`))
    expect(await dingtalk.lists(task)).toEqual(expected)
    expect(dingtalk.phone(userid)).toEqual([])
  })
})

describe('people who never logged in', () => {
  test('are unread, or named nowhere', async () => {
    const documented = await startDingTalk()
    const { userid } = documented.someone(({ state }) => state === 'inactive')
    const opposed = await startDingTalk({ 'dingtalk.inactive': 'not_listed' })

    const unread = await documented.createTask({ userid_list: userid })
    const unlisted = await opposed.createTask({ userid_list: userid })

    expect(await documented.lists(unread)).toEqual(sendResult({ unread_user_id_list: [userid] }))
    expect(await opposed.lists(unlisted)).toEqual(sendResult())
  })
})

describe('injected outcomes', () => {
  test.each([
    ['read', undefined, { read_user_id_list: ['zhangsan'] }, 1],
    ['unread', undefined, { unread_user_id_list: ['zhangsan'] }, 1],
    ['invalid', undefined, { invalid_user_id_list: ['zhangsan'] }, 0],
    ['failed', undefined, { failed_user_id_list: ['zhangsan'] }, 0],
    ['not_listed', undefined, {}, 1],
    ['dropped', undefined, {}, 0],
    [
      'forbidden',
      '1430004',
      {
        forbidden_user_id_list: ['zhangsan'],
        forbidden_list: [{ code: '1430004', count: 0, userid: 'zhangsan' }],
      },
      0,
    ],
  ] as const)('make a person end as %s', async (outcome, code, filled, copies) => {
    const dingtalk = await startDingTalk()
    dingtalk.control.setOutcomes(
      'dingtalk',
      { userids: ['zhangsan'] },
      { outcome, ...(code !== undefined && { code }) },
    )

    const task = await dingtalk.createTask()

    expect(await dingtalk.lists(task)).toEqual(sendResult(filled))
    expect(dingtalk.phone()).toHaveLength(copies)
  })

  test.each([
    ['143105', 500],
    ['143106', 1],
    ['143103', 5000],
  ])('name the threshold of %s as the quota itself would', async (code, count) => {
    const dingtalk = await startDingTalk()
    dingtalk.control.setOutcomes('dingtalk', { userids: ['zhangsan'] }, { outcome: 'forbidden', code })

    const task = await dingtalk.createTask()

    expect(await dingtalk.lists(task)).toMatchObject({
      forbidden_list: [{ code, count, userid: 'zhangsan' }],
    })
  })

  test.each(['read', 'unread', 'not_listed'] as const)('leave the quotas in force: %s', async (outcome) => {
    const dingtalk = await startDingTalk()
    dingtalk.control.setOutcomes('dingtalk', { userids: ['zhangsan'] }, { outcome })
    await dingtalk.createTask()

    const repeated = await dingtalk.createTask()

    expect(await dingtalk.lists(repeated)).toMatchObject({ forbidden_list: [{ code: '143106' }] })
    expect(dingtalk.phone()).toHaveLength(1)
  })

  test('end when they are cleared', async () => {
    const dingtalk = await startDingTalk()
    dingtalk.control.setOutcomes('dingtalk', { share: 1 }, { outcome: 'failed' })
    dingtalk.control.clearOutcomes()

    const task = await dingtalk.createTask({ msg: textMessage('恢复') })

    expect(await dingtalk.lists(task)).toEqual(sendResult({ unread_user_id_list: ['zhangsan'] }))
  })
})
