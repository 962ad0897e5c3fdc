import { InputCheck, type Warning } from '@hongyan/platform-call'
import {
  ADVISED_ACTION_URL_CHARACTERS,
  ADVISED_CARD_MARKDOWN_CHARACTERS,
  ADVISED_LINK_TEXT_CHARACTERS,
  ADVISED_LINK_TITLE_CHARACTERS,
  ADVISED_TEXT_CHARACTERS,
  MAX_ACTION_URL_CHARACTERS,
  MAX_BUTTON_TITLE_CHARACTERS,
  MAX_BUTTONS_CHARACTERS,
  MAX_CARD_TITLE_CHARACTERS,
  MAX_MSG_BYTES,
  MAX_SINGLE_URL_CHARACTERS,
  MAX_VOICE_SECONDS,
} from './limits.ts'
import type { ActionCardMessage, ButtonsActionCard, SingleActionCard, WorkMessage } from './message.ts'
import { checkOa } from './oa-check.ts'

/**
 * Holds a message against every documented limit, without a client and without sending; gives what is merely advised.
 *
 * @throws InvalidInputError naming field, limit and size
 */
export function checkWorkMessage(msg: WorkMessage): readonly Warning[] {
  const check = new InputCheck('dingtalk', 'checkWorkMessage')
  encodeWorkMessage(msg, check)
  return check.warnings
}

/**
 * Checks a message against every documented limit and gives its JSON, so that the bytes measured are the bytes sent.
 *
 * @throws InvalidInputError naming field, limit and size
 */
export function encodeWorkMessage(msg: WorkMessage, check: InputCheck): string {
  check.object('msg', msg)
  checkContent(msg, check)
  const json = JSON.stringify(msg)
  if (ESCAPED_CHARACTER.test(json)) check.refuse('msg', UNWRITABLE_CHARACTER)
  check.atMost('msg', MAX_MSG_BYTES, Buffer.byteLength(json), 'bytes')
  return json
}

function checkContent(msg: WorkMessage, check: InputCheck): void {
  switch (msg.msgtype) {
    case 'text':
      check.object('msg.text', msg.text)
      check.text('msg.text.content', msg.text.content)
      check.advise('msg.text.content', ADVISED_TEXT_CHARACTERS, msg.text.content.length, 'characters')
      return
    case 'image':
      check.object('msg.image', msg.image)
      check.text('msg.image.media_id', msg.image.media_id)
      return
    case 'voice':
      check.object('msg.voice', msg.voice)
      check.text('msg.voice.media_id', msg.voice.media_id)
      checkDuration(msg.voice.duration, check)
      return
    case 'file':
      check.object('msg.file', msg.file)
      check.text('msg.file.media_id', msg.file.media_id)
      return
    case 'markdown':
      check.object('msg.markdown', msg.markdown)
      check.text('msg.markdown.title', msg.markdown.title)
      check.text('msg.markdown.text', msg.markdown.text)
      return
    case 'link':
      check.object('msg.link', msg.link)
      for (const name of ['messageUrl', 'picUrl', 'title', 'text'] as const) {
        check.text(`msg.link.${name}`, msg.link[name])
      }
      check.advise('msg.link.title', ADVISED_LINK_TITLE_CHARACTERS, msg.link.title.length, 'characters')
      check.advise('msg.link.text', ADVISED_LINK_TEXT_CHARACTERS, msg.link.text.length, 'characters')
      return
    case 'action_card':
      checkActionCard(msg, check)
      return
    case 'oa':
      checkOa(msg, check)
      return
    default:
      refuseType(msg, check)
  }
}

/** Reached only by callers without types. */
const refuseType = (_msg: never, check: InputCheck): never => check.refuse('msg.msgtype', UNKNOWN_TYPE)

function checkDuration(duration: string, check: InputCheck): void {
  const bounds = { min: 1, max: MAX_VOICE_SECONDS, unit: 'seconds' } as const
  check.text('msg.voice.duration', duration)
  check.range('msg.voice.duration', Number(duration), bounds)
}

function checkActionCard({ action_card: card }: ActionCardMessage, check: InputCheck): void {
  const at = 'msg.action_card'
  check.object(at, card)
  check.text(`${at}.markdown`, card.markdown)
  check.textOrNothing(`${at}.title`, card.title)
  check.atMost(`${at}.title`, MAX_CARD_TITLE_CHARACTERS, card.title?.length ?? 0, 'characters')
  check.advise(`${at}.markdown`, ADVISED_CARD_MARKDOWN_CHARACTERS, card.markdown.length, 'characters')
  const single = card.single_title !== undefined || card.single_url !== undefined
  const several = card.btn_json_list !== undefined || card.btn_orientation !== undefined
  if (single === several) check.refuse(at, ONE_BUTTON_OR_SEVERAL)
  if (card.btn_json_list === undefined) checkSingle(card, check)
  else checkButtons(card, check)
}

function checkSingle(card: SingleActionCard, check: InputCheck): void {
  const at = 'msg.action_card'
  check.text(`${at}.single_title`, card.single_title)
  check.text(`${at}.single_url`, card.single_url)
  check.atMost(`${at}.single_title`, MAX_BUTTON_TITLE_CHARACTERS, card.single_title.length, 'characters')
  check.atMost(`${at}.single_url`, MAX_SINGLE_URL_CHARACTERS, card.single_url.length, 'characters')
}

function checkButtons(card: ButtonsActionCard, check: InputCheck): void {
  const at = 'msg.action_card.btn_json_list'
  check.list(at, card.btn_json_list, { min: 1 })
  if (!['0', '1'].includes(card.btn_orientation)) {
    check.refuse('msg.action_card.btn_orientation', WRONG_ORIENTATION)
  }
  for (const [index, button] of card.btn_json_list.entries()) {
    check.object(`${at}[${index}]`, button)
    const { title, action_url } = button
    check.text(`${at}[${index}].title`, title)
    check.text(`${at}[${index}].action_url`, action_url)
    check.atMost(`${at}[${index}].title`, MAX_BUTTON_TITLE_CHARACTERS, title.length, 'characters')
    check.atMost(`${at}[${index}].action_url`, MAX_ACTION_URL_CHARACTERS, action_url.length, 'characters')
    check.advise(`${at}[${index}].action_url`, ADVISED_ACTION_URL_CHARACTERS, action_url.length, 'characters')
  }
  check.atMost(at, MAX_BUTTONS_CHARACTERS, JSON.stringify(card.btn_json_list).length, 'characters')
}

/**
 * A character that JSON can only write as \uXXXX: a control character or half a surrogate pair. The platform refuses
 * them (钉钉「全局错误码」40033, 2026-08-22). Backslashes before it must pair up, else the text itself says "\u…".
 */
const ESCAPED_CHARACTER = /(?<!\\)(?:\\\\)*\\u[0-9a-f]{4}/

const UNWRITABLE_CHARACTER = {
  zh: '消息里有控制字符或残缺的表情字符（截断文字时容易产生），钉钉不接受。请去掉后再发。',
  en: 'The message has a control character or half an emoji (as left by cutting a text), which DingTalk refuses. Take it out.',
}
const UNKNOWN_TYPE = {
  zh: 'msgtype 应为 text、image、voice、file、link、oa、markdown 或 action_card。',
  en: 'msgtype is one of text, image, voice, file, link, oa, markdown and action_card.',
}
const ONE_BUTTON_OR_SEVERAL = {
  zh: '卡片要么用 single_title 与 single_url（单按钮），要么用 btn_orientation 与 btn_json_list（多按钮），二者选一。',
  en: 'A card has either single_title and single_url, or btn_orientation and btn_json_list.',
}
const WRONG_ORIENTATION = {
  zh: "btn_orientation 应为 '0'（竖排）或 '1'（横排）。",
  en: "btn_orientation is '0' (one below the other) or '1' (side by side).",
}
