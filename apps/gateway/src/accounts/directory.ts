import type { JsonObject } from '@hongyan/contract'
import type { SecretCodec } from '../access/key-ring.ts'
import type { LogRedactor } from '../access/redaction.ts'
import type { Channel } from '../channels/channel.ts'
import type { Session, Way } from '../channels/session.ts'
import type { AccountRow, AppRow, Store } from '../store/store.ts'
import { openCredentials, secretTexts } from './credentials.ts'

/** An account with its app and an open session: all that sending by it takes. */
export interface OpenAccount {
  readonly name: string
  readonly app: string
  readonly corp: string
  readonly platform: string
  /** The kind of credential. */
  readonly kind: string
  readonly channel: Channel
  readonly options: JsonObject
  readonly exclusive: boolean
  readonly tokenSharing: boolean
  readonly sandbox: boolean
  readonly enabled: boolean
  readonly session: Session
}

export interface DirectoryOptions {
  readonly store: Pick<Store, 'accounts' | 'apps'>
  readonly channels: ReadonlyMap<string, Channel>
  readonly codec: SecretCodec
  readonly redactor: LogRedactor
  /** How sessions go out, but for the address. */
  readonly way: Omit<Way, 'baseUrl'>
  /** Where sandbox accounts send; without it they are not opened. */
  readonly sandboxUrl: string | undefined
  /** Told once of each account that this node cannot open; again when it was changed and still cannot be. */
  readonly onUnusable: (account: string, error: unknown) => void
}

/**
 * The accounts as this process knows them. Reading is synchronous, because planning a call inside a transaction may ask
 * for an account and may not wait. `reload` fetches what this or another node has changed.
 */
export class AccountDirectory {
  readonly #options: DirectoryOptions
  #accounts: ReadonlyMap<string, OpenAccount> = new Map()
  /** By what they were made from, so that an unchanged account keeps its session. */
  #opened: ReadonlyMap<string, OpenAccount> = new Map()
  #unusable: ReadonlySet<string> = new Set()
  #hasLive = false
  #reloading: Promise<void> | undefined

  constructor(options: DirectoryOptions) {
    this.#options = options
  }

  get(name: string): OpenAccount | undefined {
    return this.#accounts.get(name)
  }

  all(): readonly OpenAccount[] {
    return [...this.#accounts.values()]
  }

  /** Nothing can reach a real person: the condition for working without a key, and for a clock that jumps. */
  onlySandbox(): boolean {
    return !this.#hasLive
  }

  /** Callers that come while a reload is under way wait for one that begins after it, so that none misses his change. */
  async reload(): Promise<void> {
    const before = this.#reloading
    const reloading = (async () => {
      await before?.catch(() => undefined)
      await this.#load()
    })()
    this.#reloading = reloading
    await reloading
  }

  async #load(): Promise<void> {
    const { store } = this.#options
    const [accounts, apps] = [await store.accounts(), await store.apps()]
    const appByName = new Map(apps.map((app) => [app.name, app]))
    const opened = new Map<string, OpenAccount>()
    const unusable = new Set<string>()
    for (const account of accounts) {
      const app = appByName.get(account.app)
      if (app) this.#take(account, app, opened, unusable)
    }
    this.#hasLive = apps.some(({ sandbox }) => !sandbox)
    this.#opened = opened
    this.#unusable = unusable
    this.#accounts = new Map([...opened.values()].map((account) => [account.name, account]))
  }

  /** An account that cannot be opened disturbs no other. */
  #take(account: AccountRow, app: AppRow, opened: Map<string, OpenAccount>, unusable: Set<string>): void {
    const madeFrom = fingerprint(account, app)
    try {
      opened.set(madeFrom, this.#opened.get(madeFrom) ?? this.#open(account, app))
    } catch (error) {
      unusable.add(madeFrom)
      if (!this.#unusable.has(madeFrom)) this.#options.onUnusable(account.name, error)
    }
  }

  #open(account: AccountRow, app: AppRow): OpenAccount {
    const { channels, codec, redactor, way, sandboxUrl } = this.#options
    const channel = channels.get(account.channel)
    if (!channel) throw new Error(`The channel ${account.channel} is not in this version.`)
    if (app.sandbox && sandboxUrl === undefined) {
      throw new Error('The account belongs to a sandbox, and none is attached. Start with --sandbox.')
    }
    const credentials = openCredentials(codec, app)
    for (const secret of secretTexts(channel.app, credentials)) redactor.know(secret)
    const options = JSON.parse(account.options)
    const baseUrl = app.sandbox ? sandboxUrl : undefined
    return {
      name: account.name,
      app: app.name,
      corp: app.corp,
      platform: app.platform,
      kind: app.kind,
      channel,
      options,
      exclusive: app.exclusive,
      tokenSharing: app.tokenSharing,
      sandbox: app.sandbox,
      enabled: account.enabled,
      session: channel.open({ credentials, options }, { ...way, baseUrl }),
    }
  }
}

/** Equal for rows that make equal sessions. A sealed secret changes whenever it is written. */
function fingerprint(account: AccountRow, app: AppRow): string {
  const secrets = Object.entries(app.secrets).map(([name, blob]) => [
    name,
    Buffer.from(blob).toString('base64'),
  ])
  return JSON.stringify([account, { ...app, secrets }])
}
