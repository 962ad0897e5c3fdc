import type { World } from '../../world.ts'
import type { DingTalkApp } from '../apps.ts'
import type { Group, Groups } from '../enterprise-robot/groups.ts'

export type ParamMap = Readonly<Record<string, string>>

/** A card as the phone shows it. */
export interface CardMessage {
  readonly outTrackId: string
  readonly cardTemplateId: string
  readonly cardData: { readonly cardParamMap: ParamMap }
  /** What only this person sees of it. */
  readonly privateData?: { readonly cardParamMap: ParamMap }
}

interface Card {
  readonly outTrackId: string
  readonly cardTemplateId: string
  readonly app: DingTalkApp
  /** Undefined: pressed buttons go over Stream. */
  readonly routeKey: string | undefined
  cardParamMap: ParamMap
  readonly privateData: Map<string, ParamMap>
  readonly persons: { readonly userid: string; readonly receipt: string }[]
  readonly groups: { readonly group: Group; readonly receipt: string }[]
}

export type { Card }

/** How new values meet those that the card has: beside them, or instead of all of them (the default). */
export interface CardChange {
  readonly cardParamMap?: ParamMap | undefined
  readonly privateData: ReadonlyMap<string, ParamMap>
  readonly mergesCard: boolean
  readonly mergesPrivate: boolean
}

const KEPT_CARDS = 10_000

/** The cards of all apps by their outTrackId, and every place where one is shown. */
export class Cards {
  readonly #world: World
  readonly #groups: Groups
  readonly #cards = new Map<string, Card>()

  constructor(world: World, groups: Groups) {
    this.#world = world
    this.#groups = groups
  }

  find(outTrackId: string): Card | undefined {
    return this.#cards.get(outTrackId)
  }

  add(card: Omit<Card, 'persons' | 'groups' | 'privateData'>, privateData: Card['privateData']): Card {
    const added = { ...card, privateData, persons: [], groups: [] }
    this.#cards.set(card.outTrackId, added)
    const [oldest] = this.#cards.keys()
    if (this.#cards.size > KEPT_CARDS && oldest !== undefined) this.#cards.delete(oldest)
    return added
  }

  showToPerson(card: Card, userid: string): string {
    const receipt = this.#world.ids.base36(24)
    card.persons.push({ userid, receipt })
    const message = shownTo(card, userid)
    this.#world.inbox.deliver({ platform: 'dingtalk', userid, app: card.app.name, receipt, message })
    return receipt
  }

  showInGroup(card: Card, group: Group): string {
    const receipt = this.#world.ids.base36(24)
    card.groups.push({ group, receipt })
    this.#groups.post(group, { from: { robot: card.app.name }, receipt, message: shownTo(card) })
    return receipt
  }

  change(card: Card, { cardParamMap, privateData, mergesCard, mergesPrivate }: CardChange): void {
    if (cardParamMap)
      card.cardParamMap = mergesCard ? { ...card.cardParamMap, ...cardParamMap } : cardParamMap
    for (const [userid, map] of privateData) {
      card.privateData.set(userid, mergesPrivate ? { ...card.privateData.get(userid), ...map } : map)
    }
    for (const { userid, receipt } of card.persons)
      this.#world.inbox.change('dingtalk', receipt, undefined, () => shownTo(card, userid))
    for (const { group, receipt } of card.groups) this.#groups.change(group, receipt, shownTo(card))
  }
}

/** A group shows what everybody sees. */
function shownTo(
  { outTrackId, cardTemplateId, cardParamMap, privateData }: Card,
  userid?: string,
): CardMessage {
  const own = userid === undefined ? undefined : privateData.get(userid)
  const shown = { outTrackId, cardTemplateId, cardData: { cardParamMap } }
  return own ? { ...shown, privateData: { cardParamMap: own } } : shown
}
