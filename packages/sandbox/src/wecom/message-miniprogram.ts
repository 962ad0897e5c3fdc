import { refuseByChoice } from './chosen-codes.ts'
import { type Refusal, refuse } from './envelope.ts'
import type { BodyReader } from './message-body.ts'
import type { Params } from './params.ts'
import { byteLength } from './truncation.ts'

/** 《发送应用消息》, 90236, 2025-09-24. */
const TITLE_CHARACTERS = { least: 4, most: 12 }
const PAGE_BYTES = 1024
const ITEMS = 10
const KEY_CHARACTERS = 10
const VALUE_CHARACTERS = 30

/** Only an app that belongs to a mini program may send its notices. */
export const readMiniprogramNotice: BodyReader = (body, { sender, translate }) => {
  if (sender.miniprogram === undefined) return refuse('wecom.miniprogram_notice.notBound', 48002)
  const items = body.objects('content_item')
  const refused = checkAppid(body.text('appid'), sender) ?? checkTexts(body) ?? checkItems(items)
  if (refused) return refused
  return {
    appid: body.text('appid'),
    page: body.text('page'),
    title: translate(body.text('title')),
    description: translate(body.text('description')),
    emphasis_first_item: body.all.emphasis_first_item === true,
    content_item: items.map((item) => ({ key: item.text('key'), value: translate(item.text('value')) })),
  }
}

function checkAppid(appid: string, sender: Parameters<BodyReader>[1]['sender']): Refusal | undefined {
  if (!appid) return refuse('wecom.miniprogram_notice.appidMissing', 90200)
  if (!/^wx[0-9a-f]{16}$/.test(appid)) return refuse('wecom.miniprogram_notice.appidMalformed', 90207)
  if (!sender.isLinkedMiniprogram(appid)) return refuse('wecom.miniprogram_notice.appidNotLinked', 90206)
  if (appid !== sender.miniprogram) return refuse('wecom.miniprogram_notice.appidOfAnother', 90208)
  return undefined
}

function checkTexts(body: Params): Refusal | undefined {
  if (byteLength(body.text('page')) > PAGE_BYTES) return refuse('wecom.miniprogram_notice.page', 90204)
  const title = body.text('title')
  if (!title) return refuse('wecom.miniprogram_notice.titleMissing', 41016)
  if (!fits(title)) return refuseByChoice('wecom.miniprogram_notice.titleLength')
  const description = body.text('description')
  return description && !fits(description)
    ? refuseByChoice('wecom.miniprogram_notice.descriptionLength')
    : undefined
}

function checkItems(items: readonly Params[]): Refusal | undefined {
  if (items.length > ITEMS) return refuse('wecom.miniprogram_notice.tooManyItems', 90201)
  for (const item of items) {
    if (characters(item.text('key')) > KEY_CHARACTERS) return refuse('wecom.miniprogram_notice.key', 90202)
    if (characters(item.text('value')) > VALUE_CHARACTERS)
      return refuse('wecom.miniprogram_notice.value', 90203)
  }
  return undefined
}

function fits(text: string): boolean {
  const length = characters(text)
  return length >= TITLE_CHARACTERS.least && length <= TITLE_CHARACTERS.most
}

/** One outside the basic plane counts once. */
function characters(text: string): number {
  return Array.from(text).length
}
