import type { DingTalkApp } from '../apps.ts'
import type { People } from '../contacts/people.ts'
import type { Group, Groups } from '../enterprise-robot/groups.ts'
import type { ModernCall, ModernReply } from '../modern-gate.ts'
import type { ModernRefusal } from '../modern-refusal.ts'
import { asRecord, Params } from '../params.ts'
import { readParamMap, readPrivateData } from './card-params.ts'
import type { Card, Cards } from './cards.ts'

/** `dtv1.card//IM_GROUP.cid…;IM_ROBOT.zhangsan`, or each space with the whole prefix. */
const OPEN_SPACE = /^(?:dtv1\.card\/\/)?(IM_GROUP|IM_SINGLE|IM_ROBOT|ONE_BOX)\.(.+)$/

/** The userId of a card's people is the unionId instead (`userIdType`). */
const UNION_ID = 2

interface Space {
  readonly type: string
  readonly id: string
}

interface Delivery {
  readonly spaceType: string
  readonly spaceId: string
  readonly success: boolean
  readonly carrierId?: string
  readonly errorMsg?: string
}

/** Interactive cards: 《创建并投放卡片》, its two halves 《创建卡片》 and 《投放卡片》, and 《更新卡片》. Templates are made in an editor of the platform, so any id will do. */
export class CardInstances {
  readonly #cards: Cards
  readonly #groups: Groups
  readonly #people: People

  constructor(cards: Cards, groups: Groups, people: People) {
    this.#cards = cards
    this.#groups = groups
    this.#people = people
  }

  /** POST /v1.0/card/instances/createAndDeliver. An outTrackId that exists already has no effect. */
  readonly createAndDeliver = ({ app, params }: ModernCall): ModernReply => {
    const spaces = readSpaces(params)
    if ('code' in spaces) return spaces
    const card = this.#create(app, params)
    if (!card) return delivered('dingtalk.card.repeated', params.text('outTrackId'), [])
    return 'code' in card ? card : this.#deliverTo(card, spaces, params)
  }

  /** POST /v1.0/card/instances: the card exists and is shown nowhere yet. */
  readonly create = ({ app, params }: ModernCall): ModernReply => {
    const card = this.#create(app, params)
    if (card && 'code' in card) return card
    return { rule: 'dingtalk.card.created', body: { success: true, result: params.text('outTrackId') } }
  }

  /** POST /v1.0/card/instances/deliver: shows a card that exists. */
  readonly deliver = ({ app, params }: ModernCall): ModernReply => {
    const card = this.#own(app, params)
    if ('code' in card) return card
    const spaces = readSpaces(params)
    return 'code' in spaces ? spaces : this.#deliverTo(card, spaces, params)
  }

  /** PUT /v1.0/card/instances: everything is overwritten unless it is asked to go by key. */
  readonly update = ({ app, params }: ModernCall): ModernReply => {
    const card = this.#own(app, params)
    if ('code' in card) return card
    const cardParamMap = params.has('cardData') ? readParamMap(params.value('cardData')) : undefined
    const privateData = readPrivateData(params.value('privateData'))
    if (!privateData || (params.has('cardData') && !cardParamMap))
      return wrong('cardData or privateData is not right')
    this.#cards.change(card, { cardParamMap, privateData, ...mergesOf(params.value('cardUpdateOptions')) })
    return { rule: 'dingtalk.card.updated', body: { success: true, result: true } }
  }

  /** PUT /v1.0/card/streaming: one variable, piece by piece or whole. */
  readonly stream = ({ app, params }: ModernCall): ModernReply => {
    const card = this.#own(app, params)
    if ('code' in card) return card
    const [key, content] = [params.text('key'), params.value('content')]
    const piece = readParamMap({ cardParamMap: { [key]: content } })
    if (key === '' || !piece) return wrong('key or content is not right')
    const before = params.flag('isFull') ? '' : (card.cardParamMap[key] ?? '')
    const cardParamMap = { [key]: before + (piece[key] ?? '') }
    this.#cards.change(card, { cardParamMap, privateData: new Map(), mergesCard: true, mergesPrivate: true })
    return { rule: 'dingtalk.card.streamed', body: { success: true, result: true } }
  }

  /** Undefined if a card of this outTrackId was made before. */
  #create(app: DingTalkApp, params: Params): Card | ModernRefusal | undefined {
    const outTrackId = params.text('outTrackId')
    const cardTemplateId = params.text('cardTemplateId')
    if (outTrackId === '' || cardTemplateId === '') return wrong('outTrackId or cardTemplateId is empty')
    const cardParamMap = readParamMap(params.value('cardData'))
    if (!cardParamMap) return wrong('cardData.cardParamMap is not right')
    const privateData = readPrivateData(params.value('privateData'))
    if (!privateData) return wrong('privateData is not right')
    if (this.#cards.find(outTrackId)) return undefined
    const routeKey = params.text('callbackType') === 'HTTP' ? params.text('callbackRouteKey') : undefined
    return this.#cards.add({ outTrackId, cardTemplateId, app, routeKey, cardParamMap }, privateData)
  }

  #deliverTo(card: Card, spaces: readonly Space[], params: Params): ModernReply {
    const results = spaces.map(({ type, id }) => this.#deliver(card, type, id, params))
    return delivered('dingtalk.card.ok', card.outTrackId, results)
  }

  #own(app: DingTalkApp, params: Params): Card | ModernRefusal {
    const card = this.#cards.find(params.text('outTrackId'))
    return card?.app === app ? card : wrong('outTrackId does not exist')
  }

  #deliver(card: Card, spaceType: string, spaceId: string, params: Params): Delivery {
    const failed = (errorMsg: string): Delivery => ({ spaceType, spaceId, success: false, errorMsg })
    if (spaceType === 'IM_GROUP') {
      const group = this.#groupOf(card.app, spaceId, params)
      if (!group) return failed('robot 不存在')
      return { spaceType, spaceId, success: true, carrierId: this.#cards.showInGroup(card, group) }
    }
    if (spaceType !== 'IM_ROBOT') return failed(`${spaceType} is not simulated`)
    const isUnion = params.integer('userIdType') === UNION_ID
    const person = isUnion ? this.#people.byUnionid(spaceId) : this.#people.byUserid(spaceId)
    if (!person) return failed('用户不存在')
    return { spaceType, spaceId, success: true, carrierId: this.#cards.showToPerson(card, person.userid) }
  }

  /** The robot of the deliver model must be the app's own and in the group. */
  #groupOf(app: DingTalkApp, id: string, params: Params): Group | undefined {
    const { robotCode } = asRecord(params.value('imGroupOpenDeliverModel')) ?? {}
    const group = this.#groups.find(id)
    return robotCode === app.robotCode && group?.robots.has(app.name) ? group : undefined
  }
}

/** All spaces of the call, or that one of them is none. */
function readSpaces(params: Params): readonly Space[] | ModernRefusal {
  const spaces = params
    .text('openSpaceId')
    .split(';')
    .flatMap((space) => {
      const [, type, id] = OPEN_SPACE.exec(space) ?? []
      return type !== undefined && id !== undefined ? [{ type, id }] : []
    })
  const isRight = spaces.length === params.text('openSpaceId').split(';').length
  return isRight ? spaces : wrong('openSpaceId is not right')
}

export function mergesOf(options: unknown): { mergesCard: boolean; mergesPrivate: boolean } {
  const chosen = new Params(asRecord(options) ?? {})
  return {
    mergesCard: chosen.flag('updateCardDataByKey'),
    mergesPrivate: chosen.flag('updatePrivateDataByKey'),
  }
}

function delivered(rule: string, outTrackId: string, deliverResults: readonly Delivery[]): ModernReply {
  return { rule, body: { success: true, result: { outTrackId, deliverResults } } }
}

/** The pages say `param.*` of every wrong parameter and list none. */
function wrong(message: string): ModernRefusal {
  return { rule: 'dingtalk.card.param', status: 400, code: 'param.error', message }
}
