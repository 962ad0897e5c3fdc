import type { Reaction } from './callbacks.ts'
import { readCard } from './card-forms.ts'
import { replaceButtons, replaceCard } from './card-update.ts'
import { isRefusal, type Refusal } from './envelope.ts'
import { textOf } from './errors.ts'
import { bodyReaders, type Reading } from './message-body.ts'
import { Params } from './params.ts'
import { childText, type XmlElement } from './xml.ts'

/** What an answer may do to the phone of the person whose event it answers. */
export interface Answering {
  readonly reading: Reading
  /** The card_type of the card that was tapped, if it may be changed by the answer. */
  readonly cardForm: string | undefined
  changeCard(show: (message: object) => object): void
  /** Puts a message of the app on the phone. */
  deliver(msgtype: string, content: object): void
}

/** 《被动回复消息格式》, developer.work.weixin.qq.com/document/path/90241: the kinds of answer and where each keeps its fields. */
const bodies: Readonly<Record<string, (answer: XmlElement) => object>> = {
  text: (answer) => ({ content: childText(answer, 'Content') }),
  image: (answer) => fieldsOf(child(answer, 'Image')),
  voice: (answer) => fieldsOf(child(answer, 'Voice')),
  video: (answer) => fieldsOf(child(answer, 'Video')),
  news: (answer) => ({ articles: child(answer, 'Articles').children.map(articleOf) }),
}

export function answerPassively(answer: XmlElement, answering: Answering): Reaction {
  const msgtype = childText(answer, 'MsgType')
  if (msgtype === 'update_button' || msgtype === 'update_template_card')
    return change(msgtype, answer, answering)
  if (msgtype === 'update_taskcard') return changeTaskcard(answer, answering)
  const bodyOf = bodies[msgtype]
  const readBody = bodyReaders.get(msgtype)
  if (!bodyOf || !readBody) return { refused: `MsgType ${msgtype} is no answer.` }
  const content = readBody(new Params({ ...bodyOf(answer) }), answering.reading)
  if (isRefusal(content)) return refused(content)
  answering.deliver(msgtype, content)
  return { reply: { msgtype, [msgtype]: content } }
}

/** Only the tapping person's card changes. */
function change(msgtype: string, answer: XmlElement, { reading, cardForm, changeCard }: Answering): Reaction {
  if (cardForm === undefined) return { refused: `${msgtype} does not answer this event.` }
  const card = new Params(fieldsOf(child(answer, 'TemplateCard')))
  const show =
    msgtype === 'update_button'
      ? replaceButtons(childText(child(answer, 'Button'), 'ReplaceName'), { form: cardForm })
      : replaceCard(readCard(card, reading), card)
  if (typeof show === 'object') return refused(show)
  changeCard(show)
  return { reply: { msgtype } }
}

function changeTaskcard(answer: XmlElement, { cardForm, changeCard }: Answering): Reaction {
  const replace_text = childText(child(answer, 'TaskCard'), 'ReplaceName')
  if (cardForm !== 'taskcard' || !replace_text)
    return { refused: 'update_taskcard does not answer this event.' }
  changeCard((message) => {
    const taskcard = new Params({ ...message }).object('taskcard').all
    return { ...message, taskcard: { ...taskcard, replace_text } }
  })
  return { reply: { msgtype: 'update_taskcard' } }
}

function refused({ errcode, reason = textOf(errcode) }: Refusal): Reaction {
  return { refused: `${errcode} ${reason}` }
}

function child({ children }: XmlElement, name: string): XmlElement {
  return children.find((one) => one.name === name) ?? { name, text: '', children: [] }
}

/** `<KeyName>` is `key_name` in JSON; but the page writes `keyname` there, and a few more, without the line. */
const JSON_NAMES: Readonly<Record<string, string>> = {
  KeyName: 'keyname',
  Appid: 'appid',
  AppId: 'appid',
  PagePath: 'pagepath',
  UserId: 'userid',
  PicUrl: 'picurl',
}

/** XML writes a list by repeating its element; all lists of cards are named so. */
function fieldsOf({ children }: XmlElement): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  for (const one of children) {
    const name = JSON_NAMES[one.name] ?? one.name.replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, '_').toLowerCase()
    const value = one.children.length > 0 ? fieldsOf(one) : one.text
    const list = fields[name]
    if (!name.endsWith('_list')) fields[name] = value
    else if (Array.isArray(list)) list.push(value)
    else fields[name] = [value]
  }
  return fields
}

function articleOf(item: XmlElement): object {
  return fieldsOf(item)
}
