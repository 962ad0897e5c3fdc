import { refuseByChoice } from './chosen-codes.ts'
import { type Refusal, refuse } from './envelope.ts'
import type { Reading } from './message-body.ts'
import type { Params } from './params.ts'

/** A block as the phone shows it; undefined if the card has none. */
export type Block = object | string | undefined
export type BlockReader = (card: Params, reading: Reading) => Block | Refusal

/** Where a tap leads: 1 opens a page, 2 a mini program; 0 leads nowhere. */
const LINK = { page: 1, miniprogram: 2 }

/** Fields named so, as text; those that are missing are left out. */
export function textsOf(from: Params, ...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.filter((name) => from.has(name)).map((name) => [name, from.text(name)]))
}

export function typeOf(from: Params): number {
  return from.integer('type') ?? 0
}

/** What is missing for a tap to lead where its type says. */
export function checkLink(from: Params): Refusal | undefined {
  const type = typeOf(from)
  if (type === LINK.page && !from.text('url')) return refuse('wecom.card.urlMissing', 42028)
  if (type === LINK.miniprogram && !from.text('appid')) return refuse('wecom.card.appidMissing', 42030)
  return undefined
}

export function linkOf(from: Params): object {
  return { type: typeOf(from), ...textsOf(from, 'url', 'appid', 'pagepath') }
}

export const readSource: BlockReader = (card, { translate }) => {
  if (!card.has('source')) return undefined
  const source = card.object('source')
  const desc = translate(source.text('desc'))
  return { ...textsOf(source, 'icon_url'), desc, desc_color: source.integer('desc_color') ?? 0 }
}

export const readMainTitle: BlockReader = (card, { translate }) => {
  if (!card.has('main_title')) return undefined
  const { title, desc } = textsOf(card.object('main_title'), 'title', 'desc')
  return {
    ...(title !== undefined && { title: translate(title) }),
    ...(desc !== undefined && { desc: translate(desc) }),
  }
}

/** Every card but text_notice needs a title. */
export const readTitle: BlockReader = (card, reading) => {
  if (!card.object('main_title').text('title')) return refuseByChoice('wecom.card.titleMissing')
  return readMainTitle(card, reading)
}

export const readQuoteArea: BlockReader = (card) => {
  if (!card.has('quote_area')) return undefined
  const area = card.object('quote_area')
  return checkLink(area) ?? { ...linkOf(area), ...textsOf(area, 'title', 'quote_text') }
}

export const readEmphasis: BlockReader = (card) =>
  card.has('emphasis_content') ? textsOf(card.object('emphasis_content'), 'title', 'desc') : undefined

export const readSubTitle: BlockReader = (card, { translate }) =>
  card.has('sub_title_text') ? translate(card.text('sub_title_text')) : undefined

export const readImageTextArea: BlockReader = (card) => {
  if (!card.has('image_text_area')) return undefined
  const area = card.object('image_text_area')
  if (!area.text('image_url')) return refuse('wecom.card.imageUrlMissing', 42044)
  return checkLink(area) ?? { ...linkOf(area), ...textsOf(area, 'title', 'desc', 'image_url') }
}

/** Width to height; 《发送应用消息》, 90236, 2025-09-24. */
const ASPECT_RATIO = { above: 1.3, below: 2.25, usual: 1.3 }

export const readCardImage: BlockReader = (card, { profiles }) => {
  if (!card.has('card_image')) return undefined
  const image = card.object('card_image')
  if (!image.text('url')) return refuse('wecom.card.imageUrlMissing', 42044)
  const ratio = image.has('aspect_ratio') ? Number(image.all.aspect_ratio) : ASPECT_RATIO.usual
  // The usual ratio is the lower bound itself, so the bound belongs to what is allowed.
  const fits = ratio >= ASPECT_RATIO.above && ratio < ASPECT_RATIO.below
  if (!fits && profiles.get('wecom.cardAspectRatio') === '40035') {
    return refuse('wecom.card.aspectRatio', 40035)
  }
  return { url: image.text('url'), aspect_ratio: ratio }
}

/** The tap on the whole card, without which the notices cannot be sent. */
export const readCardAction: BlockReader = (card) => {
  const action = card.object('card_action')
  const type = typeOf(action)
  if (type !== LINK.page && type !== LINK.miniprogram) return refuse('wecom.card.actionMissing', 42045)
  return checkLink(action) ?? linkOf(action)
}

/** On a card with buttons the tap on the whole card may lead nowhere. */
export const readButtonCardAction: BlockReader = (card, reading) => {
  if (reading.profiles.get('wecom.buttonCardAction') === 'required') return readCardAction(card, reading)
  if (!card.has('card_action')) return undefined
  const action = card.object('card_action')
  return checkLink(action) ?? linkOf(action)
}
