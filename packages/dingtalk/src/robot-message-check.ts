import { InputCheck, type Warning } from '@hongyan/platform-call'
import { ADVISED_AT_PEOPLE, MAX_ROBOT_BODY_BYTES } from './limits.ts'
import type {
  RobotActionCardMessage,
  RobotAt,
  RobotFeedCardMessage,
  RobotLinkMessage,
  RobotMessage,
} from './robot-message.ts'

/**
 * Holds a message against every documented limit, without a client and without posting; gives what is merely advised.
 *
 * @throws InvalidInputError naming field, limit and size
 */
export function checkRobotMessage(message: RobotMessage): readonly Warning[] {
  const check = new InputCheck('dingtalk', 'checkRobotMessage')
  encodeRobotMessage(message, check)
  return check.warnings
}

/** Checks a message and gives the JSON that goes over the wire. @throws InvalidInputError */
export function encodeRobotMessage(message: RobotMessage, check: InputCheck): string {
  check.object('message', message)
  checkContent(message, check)
  check.textOrNothing('msgUuid', message.msgUuid)
  const body = JSON.stringify(message)
  check.atMost('body', MAX_ROBOT_BODY_BYTES, Buffer.byteLength(body), 'bytes')
  return body
}

function checkContent(message: RobotMessage, check: InputCheck): void {
  switch (message.msgtype) {
    case 'text':
      check.object('text', message.text)
      check.text('text.content', message.text.content)
      checkAt(message.at, message.text.content, check)
      break
    case 'markdown':
      check.object('markdown', message.markdown)
      check.text('markdown.title', message.markdown.title)
      check.text('markdown.text', message.markdown.text)
      checkAt(message.at, message.markdown.text, check)
      break
    case 'actionCard':
      checkActionCard(message, check)
      checkAt(message.at, message.actionCard.text, check)
      break
    case 'link':
      checkLink(message, check)
      refuseAt(message, check)
      break
    case 'feedCard':
      checkFeedCard(message, check)
      refuseAt(message, check)
      break
    default:
      refuseType(message, check)
  }
}

function checkLink({ link }: RobotLinkMessage, check: InputCheck): void {
  check.object('link', link)
  for (const name of ['title', 'text', 'messageUrl'] as const) check.text(`link.${name}`, link[name])
  check.textOrNothing('link.picUrl', link.picUrl)
}

function checkActionCard({ actionCard: card }: RobotActionCardMessage, check: InputCheck): void {
  check.object('actionCard', card)
  check.text('actionCard.title', card.title)
  check.text('actionCard.text', card.text)
  check.oneOf('actionCard.btnOrientation', card.btnOrientation, ['0', '1'])
  check.oneOf('actionCard.hideAvatar', card.hideAvatar, ['0', '1'])
  const single = card.singleTitle !== undefined || card.singleURL !== undefined
  if (single === (card.btns !== undefined)) check.refuse('actionCard', ONE_BUTTON_OR_SEVERAL)
  if (card.btns === undefined) {
    check.text('actionCard.singleTitle', card.singleTitle)
    check.text('actionCard.singleURL', card.singleURL)
    return
  }
  check.list('actionCard.btns', card.btns, { min: 1 })
  for (const [index, button] of card.btns.entries()) {
    check.object(`actionCard.btns[${index}]`, button)
    check.text(`actionCard.btns[${index}].title`, button.title)
    check.text(`actionCard.btns[${index}].actionURL`, button.actionURL)
  }
}

function checkFeedCard({ feedCard }: RobotFeedCardMessage, check: InputCheck): void {
  check.object('feedCard', feedCard)
  check.list('feedCard.links', feedCard.links, { min: 1 })
  for (const [index, link] of feedCard.links.entries()) {
    check.object(`feedCard.links[${index}]`, link)
    for (const name of ['title', 'messageURL', 'picURL'] as const) {
      check.text(`feedCard.links[${index}].${name}`, link[name])
    }
  }
}

/** The platform answers ok, and nobody is alerted, if a person of `at` is not also named in the text. */
function checkAt(at: RobotAt | undefined, text: string, check: InputCheck): void {
  if (at === undefined) return
  check.object('at', at)
  const { atMobiles = [], atUserIds = [] } = at
  check.list('at.atMobiles', atMobiles)
  check.list('at.atUserIds', atUserIds)
  const people = [...atMobiles, ...atUserIds]
  check.advise('at', ADVISED_AT_PEOPLE, people.length, 'items', SOME_NOT_ALERTED)
  if (people.some((person) => !text.includes(`@${person}`))) check.warn('at', NOT_IN_THE_TEXT)
}

/** Reached only by callers without types: the platform would answer ok and alert nobody. */
function refuseAt({ at }: { readonly at?: undefined }, check: InputCheck): void {
  if (at !== undefined) check.refuse('at', ALERTS_NOBODY)
}

/** Reached only by callers without types. */
const refuseType = (_message: never, check: InputCheck): never => check.refuse('msgtype', UNKNOWN_TYPE)

const UNKNOWN_TYPE = {
  zh: 'msgtype 应为 text、markdown、link、actionCard 或 feedCard（群机器人不支持图片、语音、视频和文件）。',
  en: 'msgtype is one of text, markdown, link, actionCard and feedCard; a webhook takes no image, voice, video or file.',
}
const ONE_BUTTON_OR_SEVERAL = {
  zh: '卡片要么用 singleTitle 与 singleURL（单按钮），要么用 btns（多按钮），二者选一；同时给出时钉钉会忽略 btns。',
  en: 'A card has either singleTitle and singleURL, or btns; beside a single button DingTalk ignores btns.',
}
const ALERTS_NOBODY = {
  zh: 'link 和 feedCard 消息不支持 @。请改用 text、markdown 或 actionCard，或去掉 at。',
  en: 'link and feedCard alert nobody. Use text, markdown or actionCard, or leave `at` out.',
}
const NOT_IN_THE_TEXT = {
  zh: '正文里没有写上 @手机号 或 @userid 的人不会被提醒，请在正文中加上。',
  en: 'Whoever is not also named in the text, as @mobile or @userid, is not alerted. Put the names in.',
}
const SOME_NOT_ALERTED = {
  zh: '一条消息最多 @ 50 人，超出的人可能不会被提醒。',
  en: 'One message names at most 50 people; the others may not be alerted.',
}
