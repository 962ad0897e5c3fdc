import { describe, expect, test } from 'vitest'
import type { ProfileChoice } from '../../profiles.ts'
import { DAY_MS, MINUTE_MS, SECOND_MS, startDingTalk } from '../test-kit.ts'

const SEND = '/v1.0/robot/oToMessages/batchSend'
const RECALL = '/v1.0/robot/otoMessages/batchRecall'

async function startRobot(profile: ProfileChoice = 'documented') {
  const dingtalk = await startDingTalk(profile)
  const { robotCode } = dingtalk.app()
  const send = (fields: object = {}, app = 'hr') =>
    dingtalk.modern(
      SEND,
      {
        robotCode: dingtalk.app(app).robotCode,
        userIds: ['zhangsan'],
        msgKey: 'sampleText',
        msgParam: JSON.stringify({ content: '你好' }),
        ...fields,
      },
      app,
    )
  const keyOf = async () => String((await send()).body.processQueryKey)
  const readStatus = (key: string) =>
    dingtalk.modern(
      `/v1.0/robot/oToMessages/readStatus?robotCode=${robotCode}&processQueryKey=${encodeURIComponent(key)}`,
      {},
      'hr',
      'GET',
    )
  const recall = (keys: readonly string[], fields: object = {}) =>
    dingtalk.modern(RECALL, { robotCode, processQueryKeys: keys, ...fields })
  return { dingtalk, robotCode, send, keyOf, readStatus, recall }
}

describe('POST /v1.0/robot/oToMessages/batchSend', () => {
  test('serves everybody it can and lists the others', async () => {
    const { dingtalk, send } = await startRobot()
    const { userid: outside } = dingtalk.someone(({ state }) => state === 'out_of_range')
    const { userid: throttled } = dingtalk.someone(({ state, name }) => state === 'active' && name !== '张三')
    dingtalk.control.setOutcomes('dingtalk', { userids: [throttled] }, { outcome: 'forbidden' })

    const answer = await send({ userIds: ['zhangsan', 'nobody', outside, throttled] })

    expect(answer).toMatchObject({ status: 200 })
    expect(answer.body).toEqual({
      processQueryKey: expect.any(String),
      invalidStaffIdList: ['nobody', outside],
      flowControlledStaffIdList: [throttled],
    })
    expect(dingtalk.phone()).toMatchObject([
      { app: 'hr', receipt: answer.body.processQueryKey, message: { msgKey: 'sampleText' } },
    ])
    expect(dingtalk.phone(outside)).toEqual([])
  })

  test('throttles a person by a limit that is off by default', async () => {
    const { dingtalk, send } = await startRobot()
    dingtalk.control.setLimits({ 'dingtalk.robotPersonPerMinute': 1 })

    await send()
    expect((await send()).body).toMatchObject({ flowControlledStaffIdList: ['zhangsan'] })
    dingtalk.control.advance(MINUTE_MS)
    expect((await send()).body).toMatchObject({ flowControlledStaffIdList: [] })
  })

  test.each([
    ['20', 20],
    ['100', 100],
  ])('takes at most %s people', async (answer, most) => {
    const { send } = await startRobot({ 'dingtalk.robotUserIdsCap': answer })
    const people = (count: number) => Array.from({ length: count }, (_, place) => `nobody${place}`)

    expect((await send({ userIds: people(most) })).status).toBe(200)
    expect(await send({ userIds: people(most + 1) })).toMatchObject({
      status: 400,
      body: { code: 'invalidParameter.userIds.overMax' },
    })
  })

  test.each([
    ['present', true],
    ['absent', false],
  ])('with nobody reached has its key %s', async (answer, isPresent) => {
    const { send } = await startRobot({ 'dingtalk.robotNobodyKey': answer })

    const { body } = await send({ userIds: ['nobody'] })

    expect('processQueryKey' in body).toBe(isPresent)
  })

  test('wants the robot of the calling app', async () => {
    const { dingtalk, send } = await startRobot()
    const other = dingtalk.app('ops').robotCode

    expect((await send({ robotCode: '' })).body).toMatchObject({ code: 'invalidParameter.robotCode.empty' })
    expect((await send({ robotCode: 'ding' })).body).toMatchObject({
      code: 'invalidParameter.robotCode.notExsit',
    })
    expect((await send({ robotCode: other })).body).toMatchObject({
      code: 'invalidParameter.robotCode.auth',
      message: '此应用appkey和机器人robotCode不匹配，请使用机器人应用的appkey',
    })
  })

  test.each([
    ['an unknown template', { msgKey: 'sampleActionCard1' }, 'invalidParameter.msgKey.invalid'],
    ['no template', { msgKey: '' }, 'invalidParameter.msgKey.empty'],
    ['an object for msgParam', { msgParam: { content: 'x' } }, 'invalidParameter.msgParam.invalid'],
    ['no JSON in msgParam', { msgParam: 'x' }, 'invalidParameter.msgParam.invalid'],
    ['nobody', { userIds: [] }, 'invalidParameter.userIds.empty'],
  ])('refuses %s', async (_, fields, code) => {
    const { send } = await startRobot()

    expect(await send(fields)).toMatchObject({ status: 400, body: { code } })
  })

  test('counts the bytes of msgParam', async () => {
    const { send } = await startRobot()
    const msgParam = (bytes: number) => {
      const empty = JSON.stringify({ content: '' })
      return JSON.stringify({ content: 'x'.repeat(bytes - empty.length) })
    }

    expect((await send({ msgParam: msgParam(15_000) })).status).toBe(200)
    expect((await send({ msgParam: msgParam(15_001) })).body).toMatchObject({
      code: 'invalidParameter.msgParam.tooLong',
    })
  })
})

describe('the read status of a message', () => {
  test('follows the phone, until a day has passed', async () => {
    const { dingtalk, keyOf, readStatus } = await startRobot()
    const key = await keyOf()
    dingtalk.control.advance(SECOND_MS)

    const before = await readStatus(key)
    dingtalk.control.markRead('dingtalk', 'zhangsan', dingtalk.phone()[0]?.id ?? '')
    const after = await readStatus(key)
    dingtalk.control.advance(DAY_MS)

    const info = { name: '张三', userId: 'zhangsan', readTimestamp: 0 }
    expect(before.body).toEqual({
      sendStatus: 'SUCCESS',
      messageReadInfoList: [{ ...info, readStatus: 'UNREAD' }],
    })
    expect(after.body).toMatchObject({ messageReadInfoList: [{ ...info, readStatus: 'READ' }] })
    expect((await readStatus(key)).body).toMatchObject({ code: 'processQueryKey.expireTime' })
    expect((await readStatus('nobodys')).body).toMatchObject({ code: 'invalid.processQueryKey' })
  })

  test('is not there yet right after the send', async () => {
    const { dingtalk, keyOf, readStatus } = await startRobot()
    const key = await keyOf()

    expect((await readStatus(key)).body).toEqual({ sendStatus: 'PROCESSING', messageReadInfoList: [] })
    dingtalk.control.setProfile({ 'dingtalk.robotReadTooEarly': 'processQueryKey.expireTime' })
    expect(await readStatus(key)).toMatchObject({ status: 400, body: { code: 'processQueryKey.expireTime' } })
  })
})

describe('POST /v1.0/robot/otoMessages/batchRecall', () => {
  test('takes the message back and says which keys it could not', async () => {
    const { dingtalk, keyOf, recall, readStatus } = await startRobot()
    const key = await keyOf()
    dingtalk.control.advance(SECOND_MS)

    const { body } = await recall([key, 'nobodys'])

    expect(body).toEqual({ successResult: [key], failedResult: { nobodys: 'invalid.processQueryKey' } })
    expect(dingtalk.phone()[0]?.recalledAt).not.toBeNull()
    expect((await readStatus(key)).body).toMatchObject({ sendStatus: 'RECALLED' })
  })

  test('is too late after a day', async () => {
    const { dingtalk, keyOf, recall } = await startRobot()
    const key = await keyOf()

    dingtalk.control.advance(DAY_MS)

    expect((await recall([key])).body).toEqual({
      successResult: [],
      failedResult: { [key]: 'robot.processQueryKey.expired' },
    })
    expect(dingtalk.phone()[0]?.recalledAt).toBeNull()
  })

  test('takes at most twenty keys, of its own robot', async () => {
    const { dingtalk, recall } = await startRobot()
    const keys = Array.from({ length: 21 }, (_, place) => `key${place}`)

    expect((await recall(keys)).body).toMatchObject({
      code: 'invalidParameter.processQueryKeys.overMax',
    })
    expect((await recall(keys.slice(1))).status).toBe(200)
    expect((await recall([])).body).toMatchObject({ code: 'invalidParameter.processQueryKey.missing' })
    expect((await recall(['a'], { robotCode: dingtalk.app('ops').robotCode })).body).toMatchObject({
      code: 'not.allowed.robotCode',
    })
  })
})
