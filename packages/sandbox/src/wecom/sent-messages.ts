import type { World } from '../world.ts'

/** Opaque and URL-safe; recorded ones have 63 to 86 characters. */
const MSGID_CHARS = 86

export function createMsgid(ids: World['ids']): string {
  return ids.urlSafe(MSGID_CHARS)
}

/** Beyond it the oldest are forgotten, so that a benchmark does not fill the memory. */
const MOST_REMEMBERED = 200_000

export interface SentMessage {
  readonly msgid: string
  readonly app: string
  readonly sentAt: number
  recalled: boolean
}

/** Which application sent which msgid, and when: what recall has to know. */
export class SentMessages {
  readonly #ids: World['ids']
  readonly #byMsgid = new Map<string, SentMessage>()

  constructor(ids: World['ids']) {
    this.#ids = ids
  }

  record(app: string, sentAt: number): string {
    const msgid = createMsgid(this.#ids)
    this.#byMsgid.set(msgid, { msgid, app, sentAt, recalled: false })
    const oldest = this.#byMsgid.keys().next()
    if (this.#byMsgid.size > MOST_REMEMBERED && !oldest.done) this.#byMsgid.delete(oldest.value)
    return msgid
  }

  find(msgid: string): SentMessage | undefined {
    return this.#byMsgid.get(msgid)
  }
}
