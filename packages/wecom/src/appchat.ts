import { isRecord } from '@hongyan/platform-call'
import { readNumber, readText, readTexts } from './answer-fields.ts'
import { requireField, type WecomApi } from './api.ts'
import type { PreparedMessage, SendChoices } from './app-message.ts'
import { cutOff, MessageCheck } from './check.ts'
import {
  MAX_CHAT_MEMBERS,
  MAX_CHAT_NAME_CHARACTERS,
  MAX_CHATID_CHARACTERS,
  MAX_TEXT_BYTES,
  MIN_CHAT_MEMBERS,
} from './limits.ts'
import { checkSafe, contentOf } from './message-check.ts'
import type { PlainContent, Safe, TextMessage } from './message-content.ts'
import { PLAIN_CONTENT } from './message-content-rules.ts'
import { formed, list, object, optional, type Rule, text, written } from './rule.ts'

/** A new group chat. */
export interface NewChat {
  /** At most 50 characters; cut off beyond. */
  readonly name?: string | undefined
  /** A userid of `userlist`. Default: one of them. */
  readonly owner?: string | undefined
  /** 2 to 2 000 userids. */
  readonly userlist: readonly string[]
  /** 1 to 32 digits and letters. Default: the platform makes one. */
  readonly chatid?: string | undefined
}

/** What changes in a chat; the rest stays. */
export interface ChatChange {
  readonly chatid: string
  readonly name?: string | undefined
  readonly owner?: string | undefined
  readonly add_user_list?: readonly string[] | undefined
  readonly del_user_list?: readonly string[] | undefined
}

/** A chat as the platform knows it. */
export interface Chat {
  readonly chatid: string
  readonly name: string
  readonly owner: string
  readonly userlist: readonly string[]
  /** 0 an ordinary chat, 1 of a course. */
  readonly chat_type: number
}

/** A message into a chat: the contents of application messages, but for cards, notices and `safe: 2`. */
export type AppchatMessage = { readonly chatid: string } & (
  | AppchatText
  | Extract<
      PlainContent,
      { msgtype: 'image' | 'voice' | 'video' | 'file' | 'textcard' | 'news' | 'markdown' }
    >
  | (Omit<Extract<PlainContent, { msgtype: 'mpnews' }>, 'safe'> & { readonly safe?: Safe | undefined })
)

/** Plain text; `<@userid>` in it alerts a person, too (clients from 5.0.6). */
export interface AppchatText {
  readonly msgtype: 'text'
  readonly text: TextMessage['text'] & {
    /** Userids, or `@all`. */
    readonly mentioned_list?: readonly string[] | undefined
  }
  readonly safe?: Safe | undefined
}

/**
 * Group chats that an app makes and writes into. Only apps of the company's own whose visible range is the whole company
 * may (48002 otherwise), and only into their own chats (86008). Source: 企业微信「创建群聊会话」, 2024-11-29,
 * 「应用推送消息」, 2024-07-11.
 *
 * All of them throw InvalidInputError, RejectedError, ThrottledError, TokenError, NotSentError, AmbiguousError.
 */
export interface Appchat {
  /** Gives the chatid. Old clients show the chat from its first message on. */
  create(chat: NewChat): Promise<string>
  update(change: ChatChange): Promise<void>
  get(chatid: string): Promise<Chat>
  /**
   * Sends one message. The platform gives no handle, so that it can be neither recalled nor asked about; per member 200 a
   * minute and 10 000 a day, beyond which it drops without a word.
   */
  send(message: AppchatMessage, choices?: SendChoices): Promise<Pick<PreparedMessage, 'warnings'>>
  /** Checks a message and fixes its bytes, without sending. */
  prepare(message: AppchatMessage, choices?: SendChoices): PreparedMessage
  /** Sends prepared bytes. */
  sendPrepared(prepared: PreparedMessage): Promise<Pick<PreparedMessage, 'warnings'>>
}

const CREATE = '/cgi-bin/appchat/create'
const UPDATE = '/cgi-bin/appchat/update'
const GET = '/cgi-bin/appchat/get'
const SEND = '/cgi-bin/appchat/send'

const chatid = formed(new RegExp(`^[0-9A-Za-z]{1,${MAX_CHATID_CHARACTERS}}$`), {
  zh: ` 1 到 ${MAX_CHATID_CHARACTERS} 个数字或字母`,
  en: `1 to ${MAX_CHATID_CHARACTERS} digits and letters`,
})
const name = text({ limit: MAX_CHAT_NAME_CHARACTERS, unit: 'characters', beyond: 'cut_off' })
const people = list(text(), { max: MAX_CHAT_MEMBERS })

const newChat = object<NewChat>({
  name: optional(name),
  owner: optional(text()),
  userlist: list(text(), { min: MIN_CHAT_MEMBERS, max: MAX_CHAT_MEMBERS }),
  chatid: optional(chatid),
})
const chatChange = object<ChatChange>({
  chatid,
  name: optional(name),
  owner: optional(text()),
  add_user_list: optional(people),
  del_user_list: optional(people),
})

const { image, voice, video, file, textcard, news, mpnews, markdown } = PLAIN_CONTENT
const CHAT_CONTENT: Readonly<Record<AppchatMessage['msgtype'], Rule>> = {
  ...{ image, voice, video, file, textcard, news, mpnews, markdown },
  text: object<AppchatText['text']>({
    content: text(cutOff(MAX_TEXT_BYTES)),
    mentioned_list: optional(people),
  }),
}

export function createAppchat(api: WecomApi): Appchat {
  const post = (path: string, content: object) => api.request('POST', path, { body: JSON.stringify(content) })
  const sendPrepared: Appchat['sendPrepared'] = async (prepared) => {
    const check = new MessageCheck(`POST ${SEND}`)
    check.object('prepared', prepared)
    check.text('prepared.body', prepared.body)
    await api.request('POST', SEND, { body: prepared.body })
    return { warnings: prepared.warnings }
  }
  return {
    async create(chat) {
      newChat.check(new MessageCheck(`POST ${CREATE}`), 'chat', chat)
      const created = readText((await post(CREATE, newChat.pick(chat))).chatid)
      return requireField(`POST ${CREATE}`, 'chatid', created || undefined)
    },
    async update(change) {
      chatChange.check(new MessageCheck(`POST ${UPDATE}`), 'change', change)
      await post(UPDATE, chatChange.pick(change))
    },
    get: (id) => getChat(api, id),
    send: async (message, choices) => sendPrepared(prepare(message, choices)),
    prepare,
    sendPrepared,
  }
}

async function getChat(api: WecomApi, id: string): Promise<Chat> {
  chatid.check(new MessageCheck(`GET ${GET}`), 'chatid', id)
  const { chat_info } = await api.request('GET', GET, { query: { chatid: id } })
  const chat = requireField(`GET ${GET}`, 'chat_info', isRecord(chat_info) ? chat_info : undefined)
  return {
    chatid: readText(chat.chatid),
    name: readText(chat.name),
    owner: readText(chat.owner),
    userlist: readTexts(chat.userlist),
    chat_type: readNumber(chat.chat_type),
  }
}

function prepare(message: AppchatMessage, { truncation }: SendChoices = {}): PreparedMessage {
  const check = new MessageCheck(`POST ${SEND}`, truncation)
  check.oneOf('truncation', truncation, ['refuse', 'warn'])
  check.object('message', message)
  chatid.check(check, 'chatid', message.chatid)
  const { msgtype, safe } = message
  if (!Object.hasOwn(CHAT_CONTENT, msgtype)) check.refuse('msgtype', UNKNOWN_TYPE)
  const content = contentOf(message)
  CHAT_CONTENT[msgtype].check(check, msgtype, content)
  check.oneOf('safe', safe, [0, 1])
  checkSafe(check, message)
  const body = { chatid: message.chatid, msgtype, [msgtype]: written(CHAT_CONTENT[msgtype], content), safe }
  return { body: JSON.stringify(body), warnings: check.warnings }
}

const UNKNOWN_TYPE = {
  zh: `群聊消息的 msgtype 只能是 ${Object.keys(CHAT_CONTENT).join('、')}。`,
  en: `A chat’s msgtype is one of ${Object.keys(CHAT_CONTENT).join(', ')}.`,
}
