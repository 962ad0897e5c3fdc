import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import type { WorkMessage } from './message.ts'
import { ACCESS_TOKEN, clientOf, startPlatformWithToken } from './test-kit.ts'
import type { WorkNotification } from './work-notification.ts'

const SEND = '/topapi/message/corpconversation/asyncsend_v2'
const PROGRESS = '/topapi/message/corpconversation/getsendprogress'
const RESULT = '/topapi/message/corpconversation/getsendresult'
const RECALL = '/topapi/message/corpconversation/recall'

const TEXT: WorkMessage = { msgtype: 'text', text: { content: '月会通知' } }
const ACCEPTED = { errcode: 0, errmsg: 'ok', task_id: 256271667526, request_id: '4jzllmte0wau' }

async function sendTo(notification: WorkNotification) {
  const platform = await startPlatformWithToken(() => ACCEPTED)
  const task = await clientOf(platform).work.send(notification)
  return { task, request: platform.last(SEND), body: JSON.parse(platform.last(SEND).body) }
}

async function refusalOf(notification: WorkNotification) {
  const platform = await startPlatformWithToken(() => ACCEPTED)
  const failure = await failureOf(clientOf(platform).work.send(notification))
  expect(platform.requests).toEqual([])
  return failure
}

describe('sending a work notification', () => {
  it('posts JSON with the token in the query and gives the task, as in the documented example', async () => {
    const { task, request, body } = await sendTo({ userid_list: ['zhangsan', 'lisi'], msg: TEXT })

    expect(task).toEqual({ task_id: 256271667526, request_id: '4jzllmte0wau', warnings: [] })
    expect(request.method).toBe('POST')
    expect(request.query).toEqual({ access_token: ACCESS_TOKEN })
    expect(request.headers['content-type']).toBe('application/json')
    expect(body).toEqual({ agent_id: 1234567890, userid_list: 'zhangsan,lisi', msg: TEXT })
  })

  it('joins departments with commas and sends to_all_user only if true', async () => {
    const departments = await sendTo({
      userid_list: ['a'],
      dept_id_list: [1, 22],
      to_all_user: false,
      msg: TEXT,
    })
    const everyone = await sendTo({ to_all_user: true, msg: TEXT })

    expect(departments.body).toEqual({
      agent_id: 1234567890,
      userid_list: 'a',
      dept_id_list: '1,22',
      msg: TEXT,
    })
    expect(everyone.body).toEqual({ agent_id: 1234567890, to_all_user: true, msg: TEXT })
  })

  it('is the prepared body itself, so that a repeat is the same bytes', async () => {
    const platform = await startPlatformWithToken(() => ACCEPTED)
    const { work } = clientOf(platform)
    const prepared = work.prepare({ userid_list: ['zhangsan'], msg: TEXT })
    expect(platform.requests).toEqual([])

    await work.sendPrepared(prepared)
    const { task_id } = await work.sendPrepared(prepared)

    const sends = platform.requests.filter(({ path }) => path === SEND)
    expect(sends.map(({ body }) => body)).toEqual([prepared.body, prepared.body])
    expect(task_id).toBe(ACCEPTED.task_id)
  })

  it('prepares nothing that it would not send', () => {
    const { work } = clientOf({ url: 'http://127.0.0.1:1' })

    expect(() => work.prepare({ userid_list: [], msg: TEXT })).toThrow(/userid_list/)
  })

  it.each([
    ['a number', 123],
    ['a string', '123'],
  ])('reads a task_id that is %s, and an errcode that is a string', async (_, task_id) => {
    const platform = await startPlatformWithToken(() => ({ errcode: '0', task_id }))

    const task = await clientOf(platform).work.send({ userid_list: ['a'], msg: TEXT })

    expect(task.task_id).toBe(123)
  })

  it('calls a success without task_id ambiguous', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 0, errmsg: 'ok', request_id: 'r1' }))

    const failure = await failureOf(clientOf(platform).work.send({ userid_list: ['a'], msg: TEXT }))

    expect(failure).toMatchObject({ kind: 'ambiguous', requestId: 'r1' })
  })

  it.each<[string, object, object]>([
    ['nobody', {}, { field: 'userid_list' }],
    ['to_all_user false alone', { to_all_user: false }, { field: 'userid_list' }],
    ['an empty userid_list', { userid_list: [] }, { field: 'userid_list' }],
    ['an empty dept_id_list', { userid_list: ['a'], dept_id_list: [] }, { field: 'dept_id_list' }],
    [
      '101 userids',
      { userid_list: Array.from({ length: 101 }, (_, n) => `u${n}`) },
      { field: 'userid_list', limit: 100, actual: 101, unit: 'items' },
    ],
    [
      '21 departments',
      { dept_id_list: Array.from({ length: 21 }, (_, n) => n + 1) },
      { field: 'dept_id_list', limit: 20, actual: 21, unit: 'items' },
    ],
    ['two userids in one text', { userid_list: ['a,b'] }, { field: 'userid_list[0]' }],
    ['an empty userid', { userid_list: ['a', ''] }, { field: 'userid_list[1]' }],
    ['a department that is no positive integer', { dept_id_list: [0] }, { field: 'dept_id_list[0]' }],
    ['everyone beside a list', { to_all_user: true, userid_list: ['a'] }, { field: 'to_all_user' }],
  ])('refuses %s before the call', async (_, receivers, expected) => {
    // Callers without types hand over anything.
    const failure = await refusalOf({ ...receivers, msg: TEXT } as WorkNotification)

    expect(failure).toMatchObject({ kind: 'invalid', endpoint: `POST ${SEND}`, ...expected })
    expect(failure.remedy.zh).not.toBe('')
    expect(failure.remedy.en).not.toBe('')
  })

  it.each<[string, unknown, string]>([
    ['nothing at all', undefined, 'notification'],
    ['userids as one text', { userid_list: 'a,b', msg: TEXT }, 'userid_list'],
    ['a userid that is a number', { userid_list: [7], msg: TEXT }, 'userid_list[0]'],
    ['one department without a list', { dept_id_list: 1, msg: TEXT }, 'dept_id_list'],
    ['a text that says false, lest it reach everyone', { to_all_user: 'false', msg: TEXT }, 'to_all_user'],
  ])('refuses %s of callers without types', async (_, notification, field) => {
    const failure = await refusalOf(notification as WorkNotification)

    expect(failure).toMatchObject({ kind: 'invalid', field })
  })

  it('takes exactly 100 userids and 20 departments', async () => {
    const userid_list = Array.from({ length: 100 }, (_, n) => `u${n}`)
    const dept_id_list = Array.from({ length: 20 }, (_, n) => n + 1)

    const { body } = await sendTo({ userid_list, dept_id_list, msg: TEXT })

    expect(body.userid_list.split(',')).toHaveLength(100)
    expect(body.dept_id_list.split(',')).toHaveLength(20)
  })

  it('warns of a body over 4 096 characters, and sends it', async () => {
    const userid_list = Array.from({ length: 100 }, (_, n) => `${n}`.padEnd(64, 'x'))

    const { task } = await sendTo({ userid_list, msg: TEXT })

    expect(task.warnings).toMatchObject([{ field: 'body', limit: 4096, unit: 'characters' }])
  })

  it('lets a status_bar go to five persons only', async () => {
    const msg: WorkMessage = {
      msgtype: 'oa',
      oa: {
        message_url: 'https://example.com',
        head: { bgcolor: 'FFBBBBBB', text: '头部' },
        status_bar: { status_value: '进行中', status_bg: '0xFFF65E5E' },
        body: { title: '正文' },
      },
    }

    const five = await sendTo({ userid_list: ['a', 'b', 'c', 'd', 'e'], msg })
    const six = await refusalOf({ userid_list: ['a', 'b', 'c', 'd', 'e', 'f'], msg })
    const department = await refusalOf({ userid_list: ['a'], dept_id_list: [1], msg })
    const everyone = await refusalOf({ to_all_user: true, msg })

    expect(five.body.msg).toEqual(msg)
    expect(six).toMatchObject({ field: 'userid_list', limit: 5, actual: 6 })
    expect(department).toMatchObject({ field: 'msg.oa.status_bar' })
    expect(everyone).toMatchObject({ field: 'msg.oa.status_bar' })
  })
})

describe('asking what became of a task', () => {
  it('gives progress and state, whether they come as numbers or as strings', async () => {
    const platform = await startPlatformWithToken(() => ({
      errcode: 0,
      progress: { progress_in_percent: '100', status: 2 },
      request_id: '5y2znla8tw3d',
    }))

    const progress = await clientOf(platform).work.getSendProgress(256271667526)

    expect(progress).toEqual({ progress_in_percent: 100, status: 2, request_id: '5y2znla8tw3d' })
    expect(JSON.parse(platform.last(PROGRESS).body)).toEqual({ agent_id: 1234567890, task_id: 256271667526 })
  })

  it.each([undefined, 0, 1.5, '256271667526'])('refuses the task_id %s before the call', async (wrong) => {
    const platform = await startPlatformWithToken(() => ({ errcode: 0 }))
    const { work } = clientOf(platform)
    const task_id = wrong as number // As callers without types may give it.

    for (const ask of [work.getSendProgress, work.getSendResult, work.recall]) {
      expect(await failureOf(ask(task_id))).toMatchObject({ kind: 'invalid', field: 'task_id' })
    }
    expect(platform.requests).toEqual([])
  })

  it('calls a progress without known state ambiguous', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 0, progress: { status: 9 } }))

    expect(await failureOf(clientOf(platform).work.getSendProgress(1))).toMatchObject({ kind: 'ambiguous' })
  })

  it('gives every list of the documented example, and explains why a person was held back', async () => {
    const platform = await startPlatformWithToken(() => ({
      errcode: 0,
      request_id: '6pcvwp6jcows',
      send_result: {
        invalid_user_id_list: [],
        forbidden_user_id_list: ['user123'],
        failed_user_id_list: [],
        read_user_id_list: ['manager4220'],
        unread_user_id_list: [],
        invalid_dept_id_list: [],
        forbidden_list: [{ code: '143106', count: 1, userid: 'user123' }],
      },
    }))

    const result = await clientOf(platform).work.getSendResult(256271667526)

    expect(result).toEqual({
      invalid_user_id_list: [],
      forbidden_user_id_list: ['user123'],
      failed_user_id_list: [],
      read_user_id_list: ['manager4220'],
      unread_user_id_list: [],
      invalid_dept_id_list: [],
      forbidden_list: [
        {
          userid: 'user123',
          code: '143106',
          count: 1,
          meaning: expect.objectContaining({ zh: expect.stringContaining('相同内容') }),
          remedy: expect.objectContaining({ en: expect.stringContaining('differ') }),
        },
      ],
      request_id: '6pcvwp6jcows',
    })
    expect(JSON.parse(platform.last(RESULT).body)).toEqual({ agent_id: 1234567890, task_id: 256271667526 })
  })

  it('reads the comma-joined lists of 2019, empty strings and absent lists', async () => {
    const platform = await startPlatformWithToken(() => ({
      errcode: 0,
      send_result: {
        read_user_id_list: 'zhangsan,lisi',
        unread_user_id_list: '',
        invalid_dept_id_list: '1,2,3',
      },
    }))

    const result = await clientOf(platform).work.getSendResult(1)

    expect(result.read_user_id_list).toEqual(['zhangsan', 'lisi'])
    expect(result.unread_user_id_list).toEqual([])
    expect(result.failed_user_id_list).toEqual([])
    expect(result.invalid_dept_id_list).toEqual([1, 2, 3])
    expect(result.forbidden_list).toEqual([])
  })

  it('keeps a forbidden code that no table lists', async () => {
    const platform = await startPlatformWithToken(() => ({
      errcode: 0,
      send_result: { forbidden_list: [{ code: 149999, userid: 'a' }] },
    }))

    const { forbidden_list } = await clientOf(platform).work.getSendResult(1)

    expect(forbidden_list).toEqual([
      { userid: 'a', code: '149999', count: undefined, meaning: undefined, remedy: undefined },
    ])
  })

  it.each([
    ...['143103', '143104', '143105', '143106', '143203', '143204', '143205', '143206'],
    ...['1430000', '1430001', '1430002', '1430003', '1430004'],
  ])('explains the forbidden code %s in both languages', async (code) => {
    const platform = await startPlatformWithToken(() => ({
      errcode: 0,
      send_result: { forbidden_list: [{ code, userid: 'a' }] },
    }))

    const [forbidden] = (await clientOf(platform).work.getSendResult(1)).forbidden_list

    expect(forbidden?.meaning?.zh).toMatch(/\p{Script=Han}/u)
    expect(forbidden?.meaning?.en).toMatch(/^[a-z]/i)
    expect(forbidden?.remedy?.zh).toMatch(/\p{Script=Han}/u)
  })

  it('recalls by msg_task_id', async () => {
    const platform = await startPlatformWithToken(() => ({ errcode: 0, errmsg: 'ok', request_id: 'r2' }))

    const recalled = await clientOf(platform).work.recall(256271667526)

    expect(recalled).toEqual({ request_id: 'r2' })
    expect(JSON.parse(platform.last(RECALL).body)).toEqual({
      agent_id: 1234567890,
      msg_task_id: 256271667526,
    })
  })
})
