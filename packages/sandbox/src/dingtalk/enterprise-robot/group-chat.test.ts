import { describe, expect, test } from 'vitest'
import type { ProfileChoice } from '../../profiles.ts'
import { DAY_MS, startDingTalk } from '../test-kit.ts'
import { Listener } from '../test-listener.ts'

async function startGroup(profile: ProfileChoice = 'documented') {
  const dingtalk = await startDingTalk(profile)
  const [group, empty] = dingtalk.control.dingtalk.groups()
  if (!group || !empty) throw new Error('The corp has two groups')
  const { openConversationId } = group
  const { robotCode } = dingtalk.app()
  const ask = (path: string, fields: object) =>
    dingtalk.modern(`/v1.0/robot/groupMessages/${path}`, { robotCode, openConversationId, ...fields })
  const send = (fields: object = {}) =>
    ask('send', { msgKey: 'sampleText', msgParam: JSON.stringify({ content: '你好' }), ...fields })
  const keyOf = async () => String((await send()).body.processQueryKey)
  const posts = () => dingtalk.control.dingtalk.posts(openConversationId)
  return { dingtalk, group, empty, robotCode, ask, send, keyOf, posts }
}

describe('POST /v1.0/robot/groupMessages/send', () => {
  test('is seen in the group under the name of the app', async () => {
    const { send, posts } = await startGroup()

    const { body } = await send()

    expect(posts()).toMatchObject([
      { from: { robot: 'hr' }, receipt: body.processQueryKey, message: { msgKey: 'sampleText' } },
    ])
  })

  test.each(['resource.not.found', 'invalidParameter.robotCode.notExsit'])(
    'to a group that the robot is not in is refused as if there were no robot (%s), until it enters',
    async (code) => {
      const { dingtalk, empty, send } = await startGroup({ 'dingtalk.robotNotInGroup': code })
      const { openConversationId } = empty

      expect(await send({ openConversationId })).toMatchObject({
        status: 400,
        body: { code, message: '错误描述: robot 不存在；解决方案:请确认 robotCode 是否正确；' },
      })
      expect(dingtalk.control.dingtalk.admitRobot(openConversationId, 'hr', true).robots).toEqual(['hr'])
      expect((await send({ openConversationId })).status).toBe(200)
      dingtalk.control.dingtalk.admitRobot(openConversationId, 'hr', false)
      expect((await send({ openConversationId })).status).toBe(400)
    },
  )

  test.each([
    [{ openConversationId: undefined }, 'miss.openConversationId'],
    [{ openConversationId: 'zhangsan' }, 'invalid.openConversationId'],
    [{ msgKey: 'sampleNothing' }, 'invalidParameter.msgKey.invalid'],
  ])('refuses %j', async (fields, code) => {
    const { send } = await startGroup()

    expect((await send(fields)).body).toMatchObject({ code })
  })
})

describe('readers of a group message', () => {
  test('are listed in pages, for a day', async () => {
    const { dingtalk, group, ask, keyOf } = await startGroup()
    const processQueryKey = await keyOf()
    const readers = group.members.slice(0, 3)
    for (const userid of readers) await dingtalk.control.dingtalk.readGroup(group.openConversationId, userid)

    const first = await ask('query', { processQueryKey, maxResults: 2 })
    const second = await ask('query', { processQueryKey, maxResults: 2, nextToken: first.body.nextToken })
    const tooMany = await ask('query', { processQueryKey, maxResults: 201 })
    dingtalk.control.advance(DAY_MS)

    expect(first.body).toEqual({
      sendStatus: 'SUCCESS',
      readUserIds: readers.slice(0, 2),
      hasMore: true,
      nextToken: '2',
    })
    expect(second.body).toMatchObject({ readUserIds: readers.slice(2), hasMore: false })
    expect(tooMany.body).toMatchObject({ code: 'invalidParameter.param.invalid' })
    expect((await ask('query', { processQueryKey })).body).toMatchObject({
      code: 'processQueryKey.expireTime',
    })
    expect((await ask('query', { processQueryKey: 'x' })).body).toMatchObject({
      code: 'invalid.processQueryKey',
    })
  })
})

describe('POST /v1.0/robot/groupMessages/recall', () => {
  test('takes messages of this group back', async () => {
    const { ask, keyOf, posts } = await startGroup()
    const key = await keyOf()

    const { body } = await ask('recall', { processQueryKeys: [key, 'x'] })

    expect(body).toEqual({ successResult: [key], failedResult: { x: 'invalid.processQueryKey' } })
    expect(posts()[0]?.recalledAt).not.toBeNull()
    expect((await ask('query', { processQueryKey: key })).body).toMatchObject({ sendStatus: 'RECALLED' })
  })
})

describe('a member of the group', () => {
  test('writes to the robot, which answers in the group', async () => {
    const { dingtalk, group, posts } = await startGroup()
    const listener = await Listener.open()
    dingtalk.control.dingtalk.listenToRobot('hr', listener.url)
    const { openConversationId, title } = group

    await dingtalk.control.dingtalk.writeInGroup(openConversationId, {
      userid: 'zhangsan',
      app: 'hr',
      text: '进度？',
    })
    const body = listener.heard[0]?.body ?? {}
    const { pathname, search } = new URL(String(body.sessionWebhook))
    await dingtalk.post(pathname + search, {
      msgtype: 'markdown',
      markdown: { title: '进度', text: '**80%**' },
    })

    expect(body).toMatchObject({
      conversationType: '2',
      conversationId: openConversationId,
      conversationTitle: title,
      isInAtList: true,
      text: { content: ' 进度？' },
    })
    expect(posts().map(({ from }) => from)).toEqual([{ userid: 'zhangsan' }, { robot: 'hr' }])
  })

  test('must be one, and the robot must be there', async () => {
    const { dingtalk, group, empty } = await startGroup()
    const outsider = dingtalk.someone(({ state }) => state === 'out_of_range').userid
    const write = (id: string, userid: string) => () =>
      dingtalk.control.dingtalk.writeInGroup(id, { userid, app: 'hr', text: 'x' })

    expect(write(group.openConversationId, outsider)).toThrow('userid')
    expect(write(empty.openConversationId, 'zhangsan')).toThrow('app')
    expect(write('cidnobodys==', 'zhangsan')).toThrow('group')
  })
})
