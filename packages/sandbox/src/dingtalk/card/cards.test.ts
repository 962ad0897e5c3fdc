import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { startDingTalk } from '../test-kit.ts'
import { Listener, StreamClient } from '../test-listener.ts'

const CREATE = '/v1.0/card/instances/createAndDeliver'
const TOPIC = '/v1.0/card/instances/callback'

async function startCards() {
  const dingtalk = await startDingTalk()
  const card = {
    cardTemplateId: 'approval.schema',
    outTrackId: 'leave-1',
    cardData: { cardParamMap: { title: '请假', state: '待审批' } },
    openSpaceId: 'dtv1.card//IM_ROBOT.zhangsan',
    callbackType: 'STREAM',
  }
  const create = (fields: object = {}) => dingtalk.modern(CREATE, { ...card, ...fields })
  const put = (path: string, body: object, app = 'hr') =>
    dingtalk.modern(`/v1.0/card/${path}`, body, app, 'PUT')
  const shown = () => dingtalk.phone()[0]?.message
  const press = () => {
    const [copy] = dingtalk.phone()
    return dingtalk.control.press('dingtalk', 'zhangsan', copy?.id ?? '', { key: 'agree' })
  }
  return { dingtalk, card, create, put, shown, press }
}

describe('POST /v1.0/card/instances/createAndDeliver', () => {
  test('shows the card to the person and says where it went', async () => {
    const { card, create, shown } = await startCards()

    const { body } = await create()

    expect(body).toEqual({
      success: true,
      result: {
        outTrackId: 'leave-1',
        deliverResults: [
          { spaceType: 'IM_ROBOT', spaceId: 'zhangsan', success: true, carrierId: expect.any(String) },
        ],
      },
    })
    const { outTrackId, cardTemplateId, cardData } = card
    expect(shown()).toEqual({ outTrackId, cardTemplateId, cardData })
  })

  test('finds people by unionid and groups of the robot, and says of each place whether it worked', async () => {
    const { dingtalk, create } = await startCards()
    const [group, empty] = dingtalk.control.dingtalk.groups()
    const unionid = dingtalk.employees[0]?.dingtalk?.unionid
    const spaces = [
      `IM_GROUP.${group?.openConversationId}`,
      `IM_GROUP.${empty?.openConversationId}`,
      `IM_ROBOT.${unionid}`,
      'IM_ROBOT.nobody',
      'ONE_BOX.x',
    ]

    const { body } = await create({
      openSpaceId: `dtv1.card//${spaces.join(';')}`,
      userIdType: 2,
      imGroupOpenDeliverModel: { robotCode: dingtalk.app().robotCode },
    })

    expect(body).toMatchObject({
      result: {
        deliverResults: [
          { success: true },
          { success: false, errorMsg: 'robot 不存在' },
          { success: true },
          { success: false, errorMsg: '用户不存在' },
          { success: false },
        ],
      },
    })
    expect(dingtalk.control.dingtalk.posts(group?.openConversationId ?? '')).toHaveLength(1)
  })

  test('has no effect with an outTrackId that exists', async () => {
    const { dingtalk, create } = await startCards()
    await create()

    const again = await create({ cardData: { cardParamMap: { title: 'x' } } })

    expect(again.body).toEqual({ success: true, result: { outTrackId: 'leave-1', deliverResults: [] } })
    expect(dingtalk.phone()).toHaveLength(1)
  })

  test.each([
    ['a number as value', { cardData: { cardParamMap: { n: 1 } } }],
    ['a name of 101 bytes', { cardData: { cardParamMap: { ['n'.repeat(101)]: '' } } }],
    ['a value of 1025 bytes', { cardData: { cardParamMap: { n: 'x'.repeat(1025) } } }],
    ['a wrong space', { openSpaceId: 'zhangsan' }],
    ['an empty template', { cardTemplateId: '' }],
    ['wrong private data', { privateData: { zhangsan: { cardParamMap: { n: 1 } } } }],
  ])('refuses %s', async (_, fields) => {
    const { create } = await startCards()

    expect(await create(fields)).toMatchObject({ status: 400, body: { code: 'param.error' } })
  })

  test('takes names of 100 and values of 1024 bytes', async () => {
    const { create } = await startCards()

    const cardParamMap = { ['n'.repeat(100)]: 'x'.repeat(1024) }
    expect((await create({ cardData: { cardParamMap } })).status).toBe(200)
    expect((await create({ openSpaceId: undefined })).body).toMatchObject({ code: 'MissingopenSpaceId' })
  })
})

test('a card can be made first and shown later', async () => {
  const { dingtalk, card, shown } = await startCards()
  const { openSpaceId, outTrackId, ...made } = card

  const created = await dingtalk.modern('/v1.0/card/instances', { ...made, outTrackId })
  const before = shown()
  const space = { outTrackId, openSpaceId }
  const delivered = await dingtalk.modern('/v1.0/card/instances/deliver', space)
  const ofAnother = await dingtalk.modern('/v1.0/card/instances/deliver', space, 'ops')

  expect(created.body).toEqual({ success: true, result: 'leave-1' })
  expect(before).toBeUndefined()
  expect(delivered.body).toMatchObject({ result: { deliverResults: [{ success: true }] } })
  expect(shown()).toMatchObject({ outTrackId })
  expect(ofAnother.body).toMatchObject({ code: 'param.error' })
})

describe('PUT /v1.0/card/instances', () => {
  test('overwrites everything, unless it is to go by key', async () => {
    const { create, put, shown } = await startCards()
    await create()
    const cardData = { cardParamMap: { state: '已同意' } }
    const cardUpdateOptions = { updateCardDataByKey: true }

    await put('instances', { outTrackId: 'leave-1', cardData, cardUpdateOptions })
    expect(shown()).toMatchObject({ cardData: { cardParamMap: { title: '请假', state: '已同意' } } })
    await put('instances', { outTrackId: 'leave-1', cardData })
    expect(shown()).toMatchObject({ cardData })
    expect(shown()).not.toMatchObject({ cardData: { cardParamMap: { title: '请假' } } })
  })

  test('changes what one person sees', async () => {
    const { create, put, shown } = await startCards()
    await create({ privateData: { zhangsan: { cardParamMap: { mine: '1' } } } })
    const privateData = { zhangsan: { cardParamMap: { seen: 'yes' } } }

    await put('instances', {
      outTrackId: 'leave-1',
      privateData,
      cardUpdateOptions: { updatePrivateDataByKey: true },
    })

    expect(shown()).toMatchObject({ privateData: { cardParamMap: { mine: '1', seen: 'yes' } } })
  })

  test('concerns cards of the app only', async () => {
    const { create, put } = await startCards()
    await create()

    const ofAnother = await put('instances', { outTrackId: 'leave-1', cardData: {} }, 'ops')
    expect(ofAnother).toMatchObject({ status: 400, body: { code: 'param.error' } })
    const unknown = await put('instances', { outTrackId: 'leave-2' })
    expect(unknown.body).toMatchObject({ code: 'param.error' })
  })
})

test('PUT /v1.0/card/streaming lets one variable grow, or sets it whole', async () => {
  const { create, put, shown } = await startCards()
  await create()
  const stream = (content: string, isFull = false) =>
    put('streaming', { outTrackId: 'leave-1', guid: 'g', key: 'state', content, isFull })

  await stream('正在', true)
  await stream('写')
  expect(shown()).toMatchObject({ cardData: { cardParamMap: { title: '请假', state: '正在写' } } })
  expect((await stream('x'.repeat(1025))).body).toMatchObject({ code: 'param.error' })
})

describe('a pressed button', () => {
  test('is told over Stream, and the answer changes the card', async () => {
    const { dingtalk, create, shown, press } = await startCards()
    const client = await StreamClient.open(dingtalk, [TOPIC])
    client.answer = () => ({
      response: {
        cardData: { cardParamMap: { state: '已同意' } },
        cardUpdateOptions: { updateCardDataByKey: true },
      },
    })
    await create()

    const push = await press()

    expect(client.frames).toMatchObject([
      {
        headers: { topic: TOPIC },
        data: {
          type: 'actionCallback',
          outTrackId: 'leave-1',
          corpId: dingtalk.corp.corpId,
          userId: 'zhangsan',
          content: '{"cardPrivateData":{"actionIds":["agree"],"params":{}}}',
        },
      },
    ])
    expect(push.accepted).toBe(true)
    expect(shown()).toMatchObject({ cardData: { cardParamMap: { title: '请假', state: '已同意' } } })
  })

  test('is told over HTTP by the route of the card, signed', async () => {
    const { dingtalk, create, shown, press } = await startCards()
    const listener = await Listener.open(() => ({
      status: 200,
      body: { userPrivateData: { cardParamMap: { mine: '已同意' } } },
    }))
    const address = { url: listener.url, routeKey: 'approvals', apiSecret: 'secret' }
    dingtalk.control.dingtalk.listenToCards('hr', address)
    await create({ callbackType: 'HTTP', callbackRouteKey: 'approvals' })

    await press()

    const headers = listener.heard[0]?.headers ?? {}
    const timestamp = String(headers['x-ddpaas-signature-timestamp'])
    expect(headers['x-ddpaas-signature']).toBe(
      createHmac('sha256', 'secret').update(timestamp).digest('base64'),
    )
    expect(shown()).toMatchObject({ privateData: { cardParamMap: { mine: '已同意' } } })
  })

  test('that is not answered in time leaves the card as it is', async () => {
    const { dingtalk, create, shown, press } = await startCards()
    const client = await StreamClient.open(dingtalk, [TOPIC])
    client.answer = () => undefined
    dingtalk.control.setLimits({ 'dingtalk.streamAckMs': 50 })
    await create()

    expect(await press()).toMatchObject({
      accepted: false,
      attempts: [{ status: null, failure: 'no answer within 50 ms' }],
    })
    expect(shown()).toMatchObject({ cardData: { cardParamMap: { state: '待审批' } } })
  })

  test('needs a card, and somebody who listens', async () => {
    const { dingtalk, create } = await startCards()
    await dingtalk.send()
    await create()
    await create({ outTrackId: 'leave-2', callbackType: 'HTTP', callbackRouteKey: 'x' })

    for (const [place, field] of ['id', 'app', 'routeKey'].entries()) {
      const id = dingtalk.phone()[place]?.id ?? ''
      const pressed = dingtalk.control.press('dingtalk', 'zhangsan', id, { key: 'agree' })
      await expect(pressed).rejects.toMatchObject({ field })
    }
  })

  test('of a card in a group is told with who pressed it', async () => {
    const { dingtalk, create } = await startCards()
    const client = await StreamClient.open(dingtalk, [TOPIC])
    const [group] = dingtalk.control.dingtalk.groups()
    const { openConversationId = '' } = group ?? {}
    await create({
      openSpaceId: `dtv1.card//IM_GROUP.${openConversationId}`,
      imGroupOpenDeliverModel: { robotCode: dingtalk.app().robotCode },
    })
    const [post] = dingtalk.control.dingtalk.posts(openConversationId)

    await dingtalk.control.dingtalk.pressInGroup(openConversationId, post?.id ?? '', 'zhangsan', {
      key: 'ok',
    })

    expect(client.frames[0]?.data).toMatchObject({ userId: 'zhangsan', outTrackId: 'leave-1' })
  })
})
