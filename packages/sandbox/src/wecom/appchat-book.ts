import type { Chat, ChatMessage } from '../chat.ts'

/** A group that an app created. */
export interface AppChat {
  readonly chatid: string
  readonly app: string
  name: string
  owner: string
  userlist: readonly string[]
  readonly messages: ChatMessage[]
}

/** A group keeps its newest messages only. */
const KEPT_MESSAGES = 1000

/** The groups of all apps of the corp. */
export class AppChats {
  readonly #byId = new Map<string, AppChat>()

  has(chatid: string): boolean {
    return this.#byId.has(chatid)
  }

  find(chatid: string): AppChat | undefined {
    return this.#byId.get(chatid)
  }

  add(chat: Omit<AppChat, 'messages'>): void {
    this.#byId.set(chat.chatid, { ...chat, messages: [] })
  }

  post({ messages }: AppChat, message: ChatMessage): void {
    messages.push(message)
    if (messages.length > KEPT_MESSAGES) messages.shift()
  }

  list(): readonly Chat[] {
    return [...this.#byId.values()].map(({ chatid, name, owner, userlist, messages }) => ({
      id: chatid,
      name,
      owner,
      members: userlist,
      messages,
    }))
  }
}
