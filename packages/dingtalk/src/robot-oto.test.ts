import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import type { OtoSend } from './robot-oto.ts'
import { ACCESS_TOKEN, APP_KEY, clientOf, startPlatformWithToken } from './test-kit.ts'

const SEND = '/v1.0/robot/oToMessages/batchSend'
const READ_STATUS = '/v1.0/robot/oToMessages/readStatus'
const RECALL = '/v1.0/robot/otoMessages/batchRecall'
const TEXT = { msgKey: 'sampleMarkdown', msgParam: { text: 'hello text', title: 'hello title' } } as const
/** As documented. */
const ANSWER = {
  processQueryKey: 'zcxxczasdafasd',
  invalidStaffIdList: ['manage25231'],
  flowControlledStaffIdList: ['manage25232'],
}

describe('a robot’s message to persons', () => {
  it('goes as documented, its parameters as JSON inside a text, and tells who did not get it', async () => {
    const platform = await startPlatformWithToken(() => ANSWER)

    const result = await clientOf(platform).robot.oTo.batchSend({ ...TEXT, userIds: ['manager1234'] })

    const request = platform.last(SEND)
    expect(result).toEqual({ ...ANSWER, filteredStaffIdList: [], warnings: [] })
    expect(request.headers['x-acs-dingtalk-access-token']).toBe(ACCESS_TOKEN)
    expect(request.query).toEqual({})
    expect(JSON.parse(request.body)).toEqual({
      robotCode: APP_KEY,
      userIds: ['manager1234'],
      msgKey: 'sampleMarkdown',
      msgParam: '{"text":"hello text","title":"hello title"}',
    })
  })

  it('goes in the name of the robot that the client was told', async () => {
    const platform = await startPlatformWithToken(() => ANSWER)

    await clientOf(platform, { robotCode: 'dingrobot1' }).robot.oTo.batchSend({ ...TEXT, userIds: ['a'] })

    expect(JSON.parse(platform.last(SEND).body).robotCode).toBe('dingrobot1')
  })

  it('is the prepared body itself', async () => {
    const platform = await startPlatformWithToken(() => ANSWER)
    const { oTo } = clientOf(platform).robot
    const prepared = oTo.prepare({ ...TEXT, userIds: ['a'] })
    expect(platform.requests).toEqual([])

    await oTo.sendPrepared(prepared)

    expect(platform.last(SEND).body).toBe(prepared.body)
  })

  it.each([
    ['nobody is valid', { invalidStaffIdList: ['a'] }],
    ['all are filtered', { filteredStaffIdList: ['a'], processQueryKey: '' }],
  ])('has no handle if %s', async (_, answer) => {
    const platform = await startPlatformWithToken(() => answer)

    const result = await clientOf(platform).robot.oTo.batchSend({ ...TEXT, userIds: ['a'] })

    expect(result.processQueryKey).toBeUndefined()
  })

  it('is ambiguous if a success says nothing at all', async () => {
    const platform = await startPlatformWithToken(() => ({}))

    expect(
      await failureOf(clientOf(platform).robot.oTo.batchSend({ ...TEXT, userIds: ['a'] })),
    ).toMatchObject({
      kind: 'ambiguous',
    })
  })

  it.each<[string, readonly unknown[], object]>([
    ['nobody', [], { field: 'userIds', limit: 1 }],
    ['an empty userId', ['a', ''], { field: 'userIds[1]' }],
    [
      '21 persons',
      Array.from({ length: 21 }, (_, n) => `u${n}`),
      { field: 'userIds', limit: 20, actual: 21 },
    ],
  ])('is refused for %s before the call', async (_, userIds, expected) => {
    const platform = await startPlatformWithToken(() => ANSWER)
    // Callers without types hand over anything.
    const send = { ...TEXT, userIds } as OtoSend

    expect(await failureOf(clientOf(platform).robot.oTo.batchSend(send))).toMatchObject({
      kind: 'invalid',
      ...expected,
    })
    expect(platform.requests).toEqual([])
  })

  it('goes to 20 persons at once', async () => {
    const platform = await startPlatformWithToken(() => ANSWER)
    const userIds = Array.from({ length: 20 }, (_, n) => `u${n}`)

    await clientOf(platform).robot.oTo.batchSend({ ...TEXT, userIds })

    expect(JSON.parse(platform.last(SEND).body).userIds).toEqual(userIds)
  })
})

describe('who has read it', () => {
  it.each([
    ['SUCCESS', 'SUCCESS'],
    ['SUCESS', 'SUCCESS'],
    ['RECALLED', 'RECALLED'],
    ['PROCESSING', 'PROCESSING'],
  ])('is told person by person (%s)', async (sendStatus, expected) => {
    const platform = await startPlatformWithToken(() => ({
      sendStatus,
      messageReadInfoList: [
        { name: '小钉', userId: 'manager1234', readStatus: 'READ', readTimestamp: 1613628800000 },
        { userId: 'manager5678', readStatus: 'UNREAD' },
      ],
    }))

    const status = await clientOf(platform).robot.oTo.readStatus('key+1/=')

    expect(status).toEqual({
      sendStatus: expected,
      messageReadInfoList: [
        { name: '小钉', userId: 'manager1234', readStatus: 'READ', readTimestamp: 1613628800000 },
        { name: undefined, userId: 'manager5678', readStatus: 'UNREAD', readTimestamp: undefined },
      ],
    })
    expect(platform.last(READ_STATUS)).toMatchObject({
      method: 'GET',
      query: { robotCode: APP_KEY, processQueryKey: 'key+1/=' },
    })
    expect(platform.last(READ_STATUS).rawQuery).toContain('processQueryKey=key%2B1%2F%3D')
  })

  it('is unknown if the platform does not say how far it is', async () => {
    const platform = await startPlatformWithToken(() => ({ messageReadInfoList: [] }))

    expect(await failureOf(clientOf(platform).robot.oTo.readStatus('k'))).toMatchObject({ kind: 'ambiguous' })
  })

  it('cannot be asked for too late', async () => {
    const platform = await startPlatformWithToken(() => ({
      status: 400,
      text: '{"code":"processQueryKey.expireTime","message":"过期","requestid":"R"}',
    }))

    expect(await failureOf(clientOf(platform).robot.oTo.readStatus('k'))).toMatchObject({
      kind: 'rejected',
      code: 'processQueryKey.expireTime',
      remedy: { zh: expect.stringContaining('24 小时') },
    })
  })
})

describe('taking back', () => {
  it('says of each message whether it worked, on the path written otherwise', async () => {
    const answer = { successResult: ['k1'], failedResult: { k2: 'robot.processQueryKey.expired' } }
    const platform = await startPlatformWithToken(() => answer)

    expect(await clientOf(platform).robot.oTo.batchRecall(['k1', 'k2'])).toEqual(answer)
    expect(JSON.parse(platform.last(RECALL).body)).toEqual({
      robotCode: APP_KEY,
      processQueryKeys: ['k1', 'k2'],
    })
  })

  it.each<[string, readonly string[], object]>([
    ['nothing', [], { field: 'processQueryKeys' }],
    ['an empty key', [''], { field: 'processQueryKeys[0]' }],
    ['21 messages', Array.from({ length: 21 }, (_, n) => `k${n}`), { limit: 20, actual: 21 }],
  ])('%s is refused before the call', async (_, keys, expected) => {
    const { oTo, group } = clientOf({ url: 'http://127.0.0.1:9' }).robot

    expect(await failureOf(oTo.batchRecall(keys))).toMatchObject({ kind: 'invalid', ...expected })
    expect(await failureOf(group.recall('cid', keys))).toMatchObject({ kind: 'invalid', ...expected })
  })
})
