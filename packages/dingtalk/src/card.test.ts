import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import { type CardDelivery, type CardInstance, type CardStream, openSpaceId } from './card.ts'
import { clientOf, startPlatformWithToken } from './test-kit.ts'

const CREATE_AND_DELIVER = '/v1.0/card/instances/createAndDeliver'
const INSTANCES = '/v1.0/card/instances'
const CARD: CardInstance = {
  cardTemplateId: 'template-1.schema',
  outTrackId: 'leave-8812',
  cardData: { cardParamMap: { title: '张三的请假', days: '2' } },
  callbackType: 'STREAM',
  imGroupOpenSpaceModel: { supportForward: true },
}
const GROUP: CardDelivery = {
  openSpaceId: 'dtv1.card//IM_GROUP.cid6KeBB==',
  imGroupOpenDeliverModel: {
    robotCode: 'dingxxxxxx',
    atUserIds: { zhangsan: '张三' },
    recipients: ['zhangsan'],
  },
}
const PIECE: CardStream = {
  outTrackId: 'a',
  guid: '1',
  key: 'content',
  content: '# 一',
  isFull: true,
  isFinalize: false,
}

const answering = (body: object) => startPlatformWithToken(() => body)

describe('a card', () => {
  it('is made and delivered at once, as documented, and tells where it appeared', async () => {
    const result = {
      spaceType: 'IM_GROUP',
      spaceId: 'cid6KeBB==',
      success: true,
      carrierId: 'key-1',
      errorMsg: '',
    }
    const platform = await answering({
      success: true,
      result: { outTrackId: 'leave-8812', deliverResults: [result] },
    })

    const results = await clientOf(platform).cards.createAndDeliver({ ...CARD, ...GROUP })

    expect(results).toEqual([{ ...result, errorMsg: undefined }])
    expect(JSON.parse(platform.last(CREATE_AND_DELIVER).body)).toEqual({ ...CARD, ...GROUP })
  })

  it('tells where it did not appear', async () => {
    const deliverResults = [{ spaceType: 'IM_ROBOT', spaceId: 'lisi', success: false, errorMsg: 'no robot' }]
    const platform = await answering({ success: true, result: { deliverResults } })
    const delivery = {
      openSpaceId: 'dtv1.card//IM_ROBOT.lisi',
      imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT' },
    } as const

    expect(await clientOf(platform).cards.createAndDeliver({ ...CARD, ...delivery })).toMatchObject([
      { success: false, carrierId: undefined, errorMsg: 'no robot' },
    ])
  })

  it('is made first and delivered later', async () => {
    const platform = await startPlatformWithToken(({ path }) =>
      path === INSTANCES
        ? { success: true, result: 'leave-8812' }
        : { success: true, result: [{ spaceType: 'IM_GROUP', success: true, carrierId: 'k' }] },
    )
    const { cards } = clientOf(platform)

    await cards.create(CARD)
    const results = await cards.deliver('leave-8812', GROUP)

    expect(results).toMatchObject([{ success: true, carrierId: 'k' }])
    expect(platform.last(INSTANCES)).toMatchObject({ method: 'POST' })
    expect(JSON.parse(platform.last(INSTANCES).body)).toEqual(CARD)
    expect(JSON.parse(platform.last(`${INSTANCES}/deliver`).body)).toEqual({
      outTrackId: 'leave-8812',
      ...GROUP,
    })
  })

  it('is changed, wholly or name by name', async () => {
    const platform = await answering({ success: true, result: true })
    const update = {
      outTrackId: 'leave-8812',
      cardData: { cardParamMap: { status: '已同意' } },
      privateData: { zhangsan: { cardParamMap: { mine: 'true' } } },
      cardUpdateOptions: { updateCardDataByKey: true },
    }

    await clientOf(platform).cards.update(update)

    expect(platform.last(INSTANCES).method).toBe('PUT')
    expect(JSON.parse(platform.last(INSTANCES).body)).toEqual(update)
  })

  it('is written on piece by piece', async () => {
    const platform = await answering({ success: true, result: true })

    await clientOf(platform).cards.stream(PIECE)

    expect(platform.last('/v1.0/card/streaming').method).toBe('PUT')
    expect(JSON.parse(platform.last('/v1.0/card/streaming').body)).toEqual({ ...PIECE, isError: false })
  })

  it.each([
    ['says no success', { success: false }],
    ['does not say where it appeared', { success: true, result: {} }],
  ])('is in doubt if the answer %s', async (_, answer) => {
    const platform = await answering(answer)

    expect(await failureOf(clientOf(platform).cards.createAndDeliver({ ...CARD, ...GROUP }))).toMatchObject({
      kind: 'ambiguous',
    })
  })

  it.each<[string, object, object]>([
    ['no template', { cardTemplateId: '' }, { field: 'cardTemplateId' }],
    ['no name of its own', { outTrackId: undefined }, { field: 'outTrackId' }],
    ['no data', { cardData: undefined }, { field: 'cardData' }],
    [
      'a number as value',
      { cardData: { cardParamMap: { days: 2 } } },
      { field: 'cardData.cardParamMap.days' },
    ],
    [
      'a value of 1 025 bytes',
      { cardData: { cardParamMap: { a: `${'鸿'.repeat(341)}ab` } } },
      { field: 'cardData.cardParamMap.a', limit: 1024, actual: 1025, unit: 'bytes' },
    ],
    [
      'a name of 101 bytes',
      { cardData: { cardParamMap: { ['a'.repeat(101)]: '1' } } },
      { field: 'cardData.cardParamMap', limit: 100, actual: 101, unit: 'bytes' },
    ],
    [
      'private data of another form',
      { privateData: { lisi: {} } },
      { field: 'privateData.lisi.cardParamMap' },
    ],
    ['another callback', { callbackType: 'SMS' }, { field: 'callbackType' }],
    ['another kind of id', { userIdType: 3 }, { field: 'userIdType' }],
    ['a place of another form', { openSpaceId: 'cid6KeBB==' }, { field: 'openSpaceId' }],
    ['a group without robot', { imGroupOpenDeliverModel: undefined }, { field: 'imGroupOpenDeliverModel' }],
    [
      'a robot’s conversation without model',
      { openSpaceId: 'dtv1.card//IM_ROBOT.lisi' },
      { field: 'imRobotOpenDeliverModel' },
    ],
  ])('with %s is refused before the call', async (_, part, expected) => {
    const platform = await answering({})
    // Callers without types hand over anything.
    const card = { ...CARD, ...GROUP, ...part } as CardInstance & CardDelivery

    expect(await failureOf(clientOf(platform).cards.createAndDeliver(card))).toMatchObject({
      kind: 'invalid',
      ...expected,
    })
    expect(platform.requests).toEqual([])
  })

  it('takes a value of 1 024 bytes and a name of 100', async () => {
    const platform = await answering({ success: true, result: { deliverResults: [] } })
    const cardParamMap = { ['a'.repeat(100)]: `${'鸿'.repeat(341)}a` }

    await clientOf(platform).cards.createAndDeliver({ ...CARD, ...GROUP, cardData: { cardParamMap } })

    expect(platform.asked(CREATE_AND_DELIVER)).toBe(1)
  })

  it.each<[string, object, object]>([
    ['no variable', { key: '' }, { field: 'key' }],
    ['1 025 characters', { content: 'a'.repeat(1025) }, { field: 'content', limit: 1024, actual: 1025 }],
  ])('is not written on with %s', async (_, part, expected) => {
    const { cards } = clientOf({ url: 'http://127.0.0.1:9' })

    expect(await failureOf(cards.stream({ ...PIECE, ...part }))).toMatchObject({
      kind: 'invalid',
      ...expected,
    })
  })
})

it('places are named behind each other', () => {
  const id = openSpaceId(
    { spaceType: 'IM_GROUP', spaceId: 'cid1==' },
    { spaceType: 'IM_ROBOT', spaceId: 'lisi' },
  )

  expect(id).toBe('dtv1.card//IM_GROUP.cid1==;IM_ROBOT.lisi')
})
