import type { InputCheck } from '@hongyan/platform-call'
import type { CardData, CardDelivery, CardInstance, CardStream, CardUpdate } from './card.ts'
import { MAX_CARD_NAME_BYTES, MAX_CARD_STREAM_CHARACTERS, MAX_CARD_VALUE_BYTES } from './limits.ts'

/** @throws InvalidInputError */
export function checkCard(card: CardInstance, check: InputCheck): void {
  check.object('card', card)
  check.text('cardTemplateId', card.cardTemplateId)
  check.text('outTrackId', card.outTrackId)
  check.object('cardData', card.cardData)
  check.oneOf('callbackType', card.callbackType, ['STREAM', 'HTTP'])
  check.textOrNothing('callbackRouteKey', card.callbackRouteKey)
  checkCardData(card, check)
}

/** @throws InvalidInputError */
export function checkDelivery(delivery: CardDelivery, check: InputCheck): void {
  check.object('delivery', delivery)
  const { openSpaceId, imGroupOpenDeliverModel: group, imRobotOpenDeliverModel: robot } = delivery
  check.text('openSpaceId', openSpaceId)
  if (!OPEN_SPACE_ID.test(openSpaceId)) check.refuse('openSpaceId', NO_SPACE)
  const spaces = openSpaceId.slice(SPACES_AT).split(';')
  if (spaces.some((each) => each.startsWith('IM_GROUP.'))) {
    check.object('imGroupOpenDeliverModel', group)
    check.text('imGroupOpenDeliverModel.robotCode', group?.robotCode)
  }
  if (spaces.some((each) => each.startsWith('IM_ROBOT.'))) {
    check.object('imRobotOpenDeliverModel', robot)
    check.oneOf('imRobotOpenDeliverModel.spaceType', robot?.spaceType, ['IM_ROBOT'])
  }
}

/** @throws InvalidInputError */
export function checkCardData(
  card: Pick<CardUpdate, 'cardData' | 'privateData' | 'userIdType'>,
  check: InputCheck,
): void {
  check.oneOf('userIdType', card.userIdType, [1, 2])
  if (card.cardData !== undefined) checkParams('cardData', card.cardData, check)
  for (const [person, data] of Object.entries(card.privateData ?? {})) {
    checkParams(`privateData.${person}`, data, check)
  }
}

function checkParams(field: string, data: CardData, check: InputCheck): void {
  check.object(field, data)
  const at = `${field}.cardParamMap`
  check.object(at, data.cardParamMap)
  for (const [name, value] of Object.entries(data.cardParamMap)) {
    check.atMost(at, MAX_CARD_NAME_BYTES, Buffer.byteLength(name), 'bytes')
    if (typeof value !== 'string') check.refuse(`${at}.${name}`, ONLY_TEXTS)
    check.atMost(`${at}.${name}`, MAX_CARD_VALUE_BYTES, Buffer.byteLength(value), 'bytes')
  }
}

/** @throws InvalidInputError */
export function checkCardStream(piece: CardStream, check: InputCheck): void {
  check.object('piece', piece)
  for (const name of ['outTrackId', 'guid', 'key'] as const) check.text(name, piece[name])
  check.textOrNothing('content', piece.content)
  check.atMost('content', MAX_CARD_STREAM_CHARACTERS, piece.content.length, 'characters')
}

const OPEN_SPACE_ID = /^dtv1\.card\/\/[A-Z_]+\.[^;]+(?:;[A-Z_]+\.[^;]+)*$/
const SPACES_AT = 'dtv1.card//'.length

const NO_SPACE = {
  zh: 'openSpaceId 形如 dtv1.card//IM_GROUP.cid…，多个场域用 ; 隔开；可用 openSpaceId() 生成。',
  en: 'openSpaceId reads dtv1.card//IM_GROUP.cid…, several places separated by ; – openSpaceId() makes it.',
}
const ONLY_TEXTS = {
  zh: 'cardParamMap 的值只能是字符串；数字、布尔值和对象请先转成字符串。',
  en: 'Values of cardParamMap are texts only: turn numbers, booleans and objects into one.',
}
