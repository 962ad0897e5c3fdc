import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import type { GroupSend } from './robot-group.ts'
import { APP_KEY, clientOf, listed, startPlatformWithToken } from './test-kit.ts'

const SEND = '/v1.0/robot/groupMessages/send'
const QUERY = '/v1.0/robot/groupMessages/query'
const RECALL = '/v1.0/robot/groupMessages/recall'
const GROUP = 'cid6KeBBLoveMJOGXoYKF5x7EeiodoA=='
const TEXT: GroupSend = { openConversationId: GROUP, msgKey: 'sampleText', msgParam: { content: '磁盘已满' } }
const KEY = { openConversationId: GROUP, processQueryKey: 'k' }

describe('a robot’s message in a group', () => {
  it('goes as documented', async () => {
    const platform = await startPlatformWithToken(() => ({ processQueryKey: 'jkasdfb8va9hndjksnvzkj' }))

    const sent = await clientOf(platform).robot.group.send({ ...TEXT, coolAppCode: 'COOLAPP-1' })

    expect(sent).toEqual({ processQueryKey: 'jkasdfb8va9hndjksnvzkj', warnings: [] })
    expect(JSON.parse(platform.last(SEND).body)).toEqual({
      robotCode: APP_KEY,
      openConversationId: GROUP,
      msgKey: 'sampleText',
      msgParam: '{"content":"磁盘已满"}',
      coolAppCode: 'COOLAPP-1',
    })
  })

  it('is the prepared body itself', async () => {
    const platform = await startPlatformWithToken(() => ({ processQueryKey: 'k' }))
    const { group } = clientOf(platform).robot
    const prepared = group.prepare(TEXT)

    await group.sendPrepared(prepared)

    expect(platform.last(SEND).body).toBe(prepared.body)
  })

  it('is ambiguous if a success holds no handle', async () => {
    const platform = await startPlatformWithToken(() => ({}))

    expect(await failureOf(clientOf(platform).robot.group.send(TEXT))).toMatchObject({ kind: 'ambiguous' })
  })

  it.each(['resource.not.found', 'invalidParameter.robotCode.notExsit'])(
    'refused with %s tells that the robot may only be missing in that group',
    async (code) => {
      const message = '错误描述: robot 不存在；解决方案:请确认 robotCode 是否正确；'
      const platform = await startPlatformWithToken(() => ({
        status: 400,
        text: JSON.stringify({ code, message, requestid: 'R' }),
      }))

      expect(await failureOf(clientOf(platform).robot.group.send(TEXT))).toMatchObject({
        kind: 'rejected',
        code,
        platformMessage: message,
        remedy: { zh: expect.stringContaining('群'), en: expect.stringContaining('group') },
      })
    },
  )

  it.each<[string, object, string]>([
    ['no group', { openConversationId: '' }, 'openConversationId'],
    ['a coolAppCode that is none', { coolAppCode: 1 }, 'coolAppCode'],
    ['no content', { msgParam: {} }, 'msgParam.content'],
  ])('with %s is refused before the call', async (_, part, field) => {
    const platform = await startPlatformWithToken(() => ({}))
    // Callers without types hand over anything.
    const send = { ...TEXT, ...part } as GroupSend

    expect(await failureOf(clientOf(platform).robot.group.send(send))).toMatchObject({
      kind: 'invalid',
      field,
    })
    expect(platform.requests).toEqual([])
  })
})

describe('who has read it', () => {
  it('is walked page by page', async () => {
    const platform = await startPlatformWithToken(({ body }) =>
      JSON.parse(body).nextToken === undefined
        ? { sendStatus: 'SUCCESS', readUserIds: ['a', 'b'], hasMore: true, nextToken: 't2' }
        : { sendStatus: 'SUCCESS', readUserIds: ['c'], hasMore: false, nextToken: 't3' },
    )

    expect(await listed(clientOf(platform).robot.group.walkReadUserIds(KEY))).toEqual(['a', 'b', 'c'])
    expect(JSON.parse(platform.last(QUERY).body)).toEqual({
      ...KEY,
      robotCode: APP_KEY,
      maxResults: 200,
      nextToken: 't2',
    })
  })

  it('is given page by page on wish', async () => {
    const platform = await startPlatformWithToken(() => ({ sendStatus: 'RECALLED', readUserIds: [] }))

    expect(await clientOf(platform).robot.group.query(KEY, { maxResults: 1, nextToken: 't' })).toEqual({
      sendStatus: 'RECALLED',
      readUserIds: [],
      nextToken: undefined,
    })
  })

  it.each([
    ['is missing', undefined],
    ['stands still', 't'],
  ])('ends in an error if the next page %s', async (_, nextToken) => {
    const platform = await startPlatformWithToken(() => ({ sendStatus: 'SUCCESS', hasMore: true, nextToken }))

    expect(await failureOf(clientOf(platform).robot.group.query(KEY, { nextToken: 't' }))).toMatchObject({
      kind: 'ambiguous',
    })
  })

  it.each<[string, object, object, string]>([
    ['no group', { openConversationId: '' }, {}, 'openConversationId'],
    ['no message', { processQueryKey: '' }, {}, 'processQueryKey'],
    ['a page of 201', {}, { maxResults: 201 }, 'maxResults'],
  ])('is not asked for with %s', async (_, key, page, field) => {
    const { group } = clientOf({ url: 'http://127.0.0.1:9' }).robot

    expect(await failureOf(group.query({ ...KEY, ...key }, page))).toMatchObject({ kind: 'invalid', field })
  })
})

it('a group’s messages are taken back', async () => {
  const answer = { successResult: ['k1'], failedResult: {} }
  const platform = await startPlatformWithToken(() => answer)

  expect(await clientOf(platform).robot.group.recall(GROUP, ['k1'])).toEqual(answer)
  expect(JSON.parse(platform.last(RECALL).body)).toEqual({
    openConversationId: GROUP,
    robotCode: APP_KEY,
    processQueryKeys: ['k1'],
  })
})
