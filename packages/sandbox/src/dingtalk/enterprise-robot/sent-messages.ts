import { DAY_MS } from '../../clock.ts'
import type { InboxEntry, World } from '../../world.ts'
import type { DingTalkApp } from '../apps.ts'
import type { Group, GroupPost } from './groups.ts'

interface Sent {
  readonly processQueryKey: string
  readonly app: DingTalkApp
  readonly sentAt: number
  isRecalled: boolean
}

export interface SentToPersons extends Sent {
  readonly reached: readonly { readonly userid: string; readonly name: string; readonly entry: InboxEntry }[]
}

export interface SentToGroup extends Sent {
  readonly group: Group
  readonly post: GroupPost
}

/** Read states and recalls of a message are for a day (《批量查询人与机器人会话消息是否已读》, 《批量撤回…》). */
export const WINDOW_MS = DAY_MS
const KEPT_MESSAGES = 100_000
const KEY_CHARS = 24

/** What robots sent, by the key that the send answered. */
export class SentMessages {
  readonly #world: World
  readonly #sent = new Map<string, SentToPersons | SentToGroup>()

  constructor(world: World) {
    this.#world = world
  }

  newKey(): string {
    return this.#world.ids.base36(KEY_CHARS)
  }

  add(sent: SentToPersons | SentToGroup): void {
    this.#sent.set(sent.processQueryKey, sent)
    for (const [key, { sentAt }] of this.#sent) {
      if (this.#sent.size <= KEPT_MESSAGES && sentAt >= sent.sentAt - 2 * WINDOW_MS) break
      this.#sent.delete(key)
    }
  }

  toPersons(key: string): SentToPersons | undefined {
    const sent = this.#sent.get(key)
    return sent && 'reached' in sent ? sent : undefined
  }

  toGroup(key: string): SentToGroup | undefined {
    const sent = this.#sent.get(key)
    return sent && 'group' in sent ? sent : undefined
  }

  ageOf({ sentAt }: Sent): number {
    return this.#world.clock.now() - sentAt
  }
}
