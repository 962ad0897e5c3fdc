import { type Refusal, refuse } from './envelope.ts'
import { asRecord, Params } from './params.ts'

/** Mandatory fields by msgtype, named as the platform capitalises them (《自定义机器人发送群消息》). */
const fields: Readonly<Record<string, readonly string[]>> = {
  text: ['content'],
  markdown: ['title', 'text'],
  link: ['title', 'text', 'messageUrl'],
  actionCard: ['title', 'text'],
  feedCard: ['links'],
}

const feedCardFields = ['title', 'messageURL', 'picURL']
const buttonFields = ['title', 'actionURL']

/** The two texts of one refusal: the page's and the one seen on the wire. */
export type RefusalText = 'documented' | 'current'

export function checkWebhookMessage(body: Params, wording: RefusalText): Refusal | undefined {
  const msgtype = body.text('msgtype')
  const mandatory = fields[msgtype]
  if (!mandatory) return unsupported(msgtype, wording)
  const part = new Params(asRecord(body.value(msgtype)) ?? {})
  const missing = mandatory.find((name) => !isPresent(part, name))
  if (missing !== undefined) return missingField(msgtype, missing)
  if (msgtype === 'actionCard') return checkButtons(part)
  return msgtype === 'feedCard' ? checkEach(part, 'links', feedCardFields, msgtype) : undefined
}

/** Everything in a message that can contain a keyword: all its texts except the addressees. */
export function textsOf(body: Params): string {
  return JSON.stringify(allTexts(body.value(body.text('msgtype'))))
}

/** The text in which a mention must stand to be shown as one. */
export function mentionText(body: Params): string {
  const part = new Params(asRecord(body.value(body.text('msgtype'))) ?? {})
  return `${part.text('content')} ${part.text('text')}`
}

/** A single button wins over a list of them. */
function checkButtons(card: Params): Refusal | undefined {
  const isSingle = card.text('singleTitle') !== '' && card.text('singleURL') !== ''
  if (isSingle) return undefined
  if (!card.has('btns'))
    return missingField('actionCard', card.text('singleTitle') === '' ? 'singleTitle' : 'singleURL')
  return checkEach(card, 'btns', buttonFields, 'actionCard')
}

function checkEach(
  part: Params,
  name: string,
  mandatory: readonly string[],
  msgtype: string,
): Refusal | undefined {
  const items = part.value(name)
  if (!Array.isArray(items) || items.length === 0) return missingField(msgtype, name)
  for (const item of items) {
    const missing = mandatory.find((field) => new Params(asRecord(item) ?? {}).text(field) === '')
    if (missing !== undefined) return missingField(msgtype, `${name}->${missing}`)
  }
  return undefined
}

function isPresent(part: Params, name: string): boolean {
  return Array.isArray(part.value(name)) || part.text(name) !== ''
}

/** The wording is remembered from use, not documented; 40035 is the page's code for a missing parameter. */
function missingField(msgtype: string, name: string): Refusal {
  return refuse('dingtalk.robot.missing', 40035, `miss param : ${msgtype}->${name}`)
}

function unsupported(msgtype: string, wording: RefusalText): Refusal {
  if (wording === 'documented') return refuse('dingtalk.robot.msgtype', 400105)
  const advice =
    '请参考本接口对应文档查看支持的消息类型，或者在https://open.dingtalk.com/document/ 搜索对应文档;'
  const text = `错误描述: 不支持类型 msgType:${msgtype} ;解决方案:请使用支持的类型;参考链接:${advice}`
  return refuse('dingtalk.robot.msgtype', 400105, text)
}

function allTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(allTexts)
  return Object.values(asRecord(value) ?? {}).flatMap(allTexts)
}
