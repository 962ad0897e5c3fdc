import {
  formatRecipient,
  type MessageRequest,
  parseRecipient,
  type Recipient,
  Refusal,
  type Vars,
} from '@hongyan/contract'
import type { OpenAccount } from '../accounts/directory.ts'
import type { LookUpKind } from '../channels/channel.ts'

/** One recipient of a message, with the values that stand in for names in its text. */
export interface Addressee {
  readonly recipient: Recipient
  readonly vars: Vars | undefined
}

type To = NonNullable<MessageRequest['to']>[number]

/**
 * Reads a list of recipients. One that is named twice counts once, with the values given first. An id without its
 * platform gets the accounts' one.
 *
 * @throws Refusal that names the first entry it cannot take
 */
export class RecipientReader {
  readonly #accounts: readonly OpenAccount[]
  readonly #platforms: readonly string[]
  readonly #seen = new Set<string>()

  constructor(accounts: readonly OpenAccount[]) {
    this.#accounts = accounts.filter(({ channel }) => channel.recipients !== 'fixed')
    this.#platforms = [...new Set(this.#accounts.map(({ platform }) => platform))]
  }

  /** The addressee of one entry; undefined if it was there before. */
  read(entry: To, field: string): Addressee | undefined {
    const { to, vars } = typeof entry === 'string' ? { to: entry, vars: undefined } : entry
    const parsed = parseRecipient(to)
    if (typeof parsed === 'string') throw new Refusal(parsed, { field, value: to })
    const recipient = this.#onItsPlatform(parsed, field, to)
    const key = formatRecipient(recipient)
    if (this.#seen.has(key)) return undefined
    this.#seen.add(key)
    this.#check(recipient, field, to)
    return { recipient, vars }
  }

  #onItsPlatform(recipient: Recipient, field: string, value: string): Recipient {
    if (recipient.platform !== null || !IDS_OF_A_PLATFORM.has(recipient.kind)) return recipient
    const [platform, another] = this.#platforms
    if (platform === undefined || another !== undefined) {
      throw new Refusal('platform_required', { field, value })
    }
    return { ...recipient, platform }
  }

  #check(recipient: Recipient, field: string, value: string): void {
    const { platform } = recipient
    if (platform !== null && !this.#platforms.includes(platform)) {
      throw new Refusal('platform_not_chosen', { field, value })
    }
    const accounts = this.#accounts.filter((account) => concerns(recipient, account))
    if (accounts.length === 0) throw new Refusal('recipient_not_supported', { field, value })
    if (!IDS_OF_A_PLATFORM.has(recipient.kind)) return
    for (const { channel } of accounts) {
      const detail = channel.checkId(recipient.kind, recipient.value)
      if (detail) throw new Refusal('recipient_malformed', { field, value, detail })
    }
  }
}

const IDS_OF_A_PLATFORM: ReadonlySet<string> = new Set(['user', 'dept', 'tag', 'chat'])

/** Whether an account can address this recipient, if need be after looking the person up. */
export function concerns(recipient: Recipient, { platform, channel }: OpenAccount): boolean {
  if (channel.recipients === 'fixed') return false
  if (recipient.platform !== null && recipient.platform !== platform) return false
  const lookUp = lookUpKind(recipient)
  if (lookUp) return channel.app.lookUps.includes(lookUp) && channel.recipients.user !== undefined
  return channel.recipients[recipient.kind] !== undefined
}

/** By what the platform must be asked who this is; undefined where the recipient is an id already. */
export const lookUpKind = ({ kind }: Pick<Recipient, 'kind'>): LookUpKind | undefined =>
  kind === 'mobile' || kind === 'email' ? kind : undefined
