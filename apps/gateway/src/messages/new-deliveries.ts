import type { Content, Vars } from '@hongyan/contract'
import type { OpenAccount } from '../accounts/directory.ts'
import type { Rendering, RenderOptions } from '../channels/channel.ts'
import type { NewDelivery } from '../store/store.ts'
import type { MessageOptions } from './options.ts'
import { type Addressee, concerns, lookUpKind } from './recipients.ts'
import { fill, namesIn, variantOf } from './variables.ts'

type Sketch = Omit<NewDelivery, 'idx'>

/** Makes the deliveries of one message: who gets it, by which accounts, in which variant and how many parts. */
export class DeliveryPlanner {
  readonly #content: Content
  readonly #options: MessageOptions
  readonly #accounts: readonly OpenAccount[]
  readonly #names: readonly string[]
  readonly #renderings = new Map<string, Rendering>()

  constructor(content: Content, options: MessageOptions, accounts: readonly OpenAccount[]) {
    this.#content = content
    this.#options = options
    this.#accounts = accounts
    this.#names = namesIn(content)
  }

  /** Names that every recipient with values must give. */
  get names(): readonly string[] {
    return this.#names
  }

  /** One delivery for each account whose credential is its address. */
  toFixedAddresses(): Sketch[] {
    return this.#accounts
      .filter(({ channel }) => channel.recipients === 'fixed')
      .map((account) => ({
        ...this.#sketch(account, 'fixed', undefined),
        recipient: null,
        state: 'queued',
        platformId: null,
        personKey: null,
      }))
  }

  /** By every account, or with `route: first` by the first one; the next gets its turn when that knows nobody. */
  to(addressee: Addressee): Sketch[] {
    const accounts = this.#accounts.filter((account) => concerns(addressee.recipient, account))
    return (this.#options.route === 'first' ? accounts.slice(0, 1) : accounts).map((account) =>
      this.#delivery(account, addressee),
    )
  }

  /** The delivery by the account after `account`; undefined after the last. */
  afterAccount(account: string, addressee: Addressee): Sketch | undefined {
    const accounts = this.#accounts.filter((candidate) => concerns(addressee.recipient, candidate))
    const next = accounts[accounts.findIndex(({ name }) => name === account) + 1]
    return next && this.#delivery(next, addressee)
  }

  /** Equal values are rendered once. */
  render(account: OpenAccount, vars: Vars | undefined): Rendering {
    const key = `${account.name}/${variantOf(this.#names, vars)}`
    const known = this.#renderings.get(key)
    if (known) return known
    const rendering = renderFor(account, this.#content, this.#options, vars)
    this.#renderings.set(key, rendering)
    return rendering
  }

  #delivery(account: OpenAccount, { recipient, vars }: Addressee): Sketch {
    const isKnown = lookUpKind(recipient) === undefined
    const sketch = this.#sketch(account, isKnown ? recipient.kind : 'user', vars)
    return {
      ...sketch,
      recipient,
      state: typeof sketch.state === 'string' && !isKnown ? 'resolving' : sketch.state,
      platformId: isKnown ? recipient.value : null,
      personKey: recipient.kind === 'user' ? account.channel.personKey(recipient.value) : null,
    }
  }

  /** A call names one kind of recipient and carries one text, so both together are the variant. */
  #sketch(account: OpenAccount, kind: string, vars: Vars | undefined) {
    const rendering = this.render(account, vars)
    const variant = variantOf(this.#names, vars)
    return {
      account: account.name,
      vars: vars === undefined ? null : JSON.stringify(vars),
      variant: variant === '' ? kind : `${kind}/${variant}`,
      parts: rendering.kind === 'rendered' ? rendering.parts.length : 1,
      state: rendering.kind === 'rendered' ? ('queued' as const) : REFUSED_AFTER_ACCEPT,
    }
  }
}

/** Only where a list is too large for every variant to be rendered before it is accepted. */
const REFUSED_AFTER_ACCEPT = { state: 'failed', code: 'content_rejected', final: true } as const

/** The content as one recipient sees it, in the form of the account's channel. */
export function renderFor(
  { channel }: OpenAccount,
  content: Content,
  { overflow, moreUrl, onRepeat }: MessageOptions,
  vars: Vars | undefined,
  handleOf?: RenderOptions['handleOf'],
): Rendering {
  const filled = vars === undefined ? content : fill(content, vars)
  return channel.render(filled, {
    overflow,
    moreUrl,
    handleOf,
    roomForMark: onRepeat === 'distinguish',
  })
}
