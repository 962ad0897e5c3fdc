import type { PlatformName } from './platform.ts'
import type { InboxBook, InboxEntry, World } from './world.ts'

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }
type Copy = Writable<InboxEntry>

/** A phone keeps its newest messages only, so that a benchmark does not fill the memory. */
const MESSAGES_PER_PERSON = 500

/** The phones of all people, in memory. */
export class Inboxes implements InboxBook {
  readonly #world: Pick<World, 'clock'>
  readonly #phones = new Map<string, Copy[]>()
  /** The copies of a receipt, each with the phone that holds it. */
  readonly #byReceipt = new Map<string, Map<Copy, string>>()
  #deliveries = 0

  constructor(world: Pick<World, 'clock'>) {
    this.#world = world
  }

  deliver(entry: Parameters<InboxBook['deliver']>[0]): InboxEntry {
    const { platform, userid, app, receipt, message, wechat } = entry
    this.#deliveries++
    const receivedAt = this.#world.clock.now()
    const id = `in-${this.#deliveries}`
    const copy: Copy = {
      id,
      app,
      receivedAt,
      readAt: null,
      recalledAt: null,
      receipt,
      message,
      ...(wechat !== undefined && { wechat }),
    }
    const phone = this.#phone(platform, userid)
    phone.push(copy)
    if (phone.length > MESSAGES_PER_PERSON) this.#forgetOldest(platform, phone)
    this.#copiesOf(platform, receipt).set(copy, phoneKey(platform, userid))
    return copy
  }

  of(platform: PlatformName, userid: string): readonly InboxEntry[] {
    return this.#phones.get(phoneKey(platform, userid)) ?? []
  }

  markRead(platform: PlatformName, userid: string, id: string): InboxEntry | undefined {
    const copy = this.#phones.get(phoneKey(platform, userid))?.find((candidate) => candidate.id === id)
    if (copy) copy.readAt ??= this.#world.clock.now()
    return copy
  }

  recall(platform: PlatformName, receipt: string): void {
    for (const copy of this.#byReceipt.get(`${platform}/${receipt}`)?.keys() ?? []) {
      copy.recalledAt ??= this.#world.clock.now()
    }
  }

  change(
    platform: PlatformName,
    receipt: string,
    userids: readonly string[] | undefined,
    show: (message: object) => object,
  ): void {
    const meant = userids && new Set(userids.map((userid) => phoneKey(platform, userid)))
    for (const [copy, phone] of this.#byReceipt.get(`${platform}/${receipt}`) ?? []) {
      if (!meant || meant.has(phone)) copy.message = show(copy.message)
    }
  }

  #phone(platform: PlatformName, userid: string): Copy[] {
    const key = phoneKey(platform, userid)
    const phone = this.#phones.get(key)
    if (phone) return phone
    const fresh: Copy[] = []
    this.#phones.set(key, fresh)
    return fresh
  }

  #copiesOf(platform: PlatformName, receipt: string): Map<Copy, string> {
    const key = `${platform}/${receipt}`
    const copies = this.#byReceipt.get(key)
    if (copies) return copies
    const fresh = new Map<Copy, string>()
    this.#byReceipt.set(key, fresh)
    return fresh
  }

  #forgetOldest(platform: PlatformName, phone: Copy[]): void {
    const oldest = phone.shift()
    if (!oldest) return
    const copies = this.#byReceipt.get(`${platform}/${oldest.receipt}`)
    copies?.delete(oldest)
    if (copies?.size === 0) this.#byReceipt.delete(`${platform}/${oldest.receipt}`)
  }
}

/** WeCom userids compare without regard to case, DingTalk's exactly. */
function phoneKey(platform: PlatformName, userid: string): string {
  return `${platform}/${platform === 'wecom' ? userid.toLowerCase() : userid}`
}
