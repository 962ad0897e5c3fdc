import {
  type AccountPatch,
  type AccountRequest,
  type AccountView,
  type AppPatch,
  type AppView,
  type DiagnoseView,
  type JsonObject,
  Refusal,
} from '@hongyan/contract'
import * as z from 'zod'
import type { Principal } from '../access/api-keys.ts'
import { auditRecord, type Change } from '../access/audit.ts'
import type { SecretCodec } from '../access/key-ring.ts'
import type { Channel } from '../channels/channel.ts'
import type { Clock } from '../clock.ts'
import { refusalOfIssues } from '../http/validation.ts'
import type { AccountRow, AppRow, CorpRow, Store } from '../store/store.ts'
import { accountView, appView, blockedUntil } from './account-views.ts'
import { openCredentials, readCredentials, sealCredentials, secretTexts } from './credentials.ts'
import { diagnosis } from './diagnosis.ts'
import type { AccountDirectory } from './directory.ts'

/** Who changes something, and from where. */
export interface Actor extends Pick<Principal, 'client' | 'apiKeyId'> {
  readonly from: string
}

export interface AccountsOptions {
  readonly store: Store
  readonly directory: AccountDirectory
  readonly channels: ReadonlyMap<string, Channel>
  readonly codec: SecretCodec
  readonly clock: Pick<Clock, 'now'>
  /** On a sandbox every account that is added is one of the sandbox. */
  readonly onSandbox: boolean
}

/** Accounts and apps: what may be seen and changed of them. Each change is audited without its secrets. */
export class Accounts {
  readonly #options: AccountsOptions

  constructor(options: AccountsOptions) {
    this.#options = options
  }

  async list(): Promise<readonly AccountView[]> {
    const { store, clock } = this.#options
    const now = clock.now()
    const [accounts, apps, uses] = [await store.accounts(), await store.apps(), await store.limitUse(now)]
    const byName = new Map(apps.map((app) => [app.name, app]))
    return accounts.flatMap((account) => {
      const app = byName.get(account.app)
      return app ? [accountView(account, app, blockedUntil(app, uses, now))] : []
    })
  }

  async get(name: string): Promise<AccountView> {
    const view = (await this.list()).find((account) => account.name === name)
    if (!view) throw new Refusal('not_found', { field: 'name', value: name })
    return view
  }

  async apps(): Promise<readonly AppView[]> {
    return (await this.#options.store.apps()).map(appView)
  }

  async add(request: AccountRequest, actor: Actor): Promise<AccountView> {
    const { store } = this.#options
    const channel = this.#channel(request.channel)
    const options = readOptions(channel, request.options ?? {})
    const made = request.credentials && this.#newApp(channel, request)
    const app = made?.app ?? (await this.#existingApp(channel, request))
    const account: AccountRow = {
      name: request.name,
      app: app.name,
      channel: channel.name,
      options: JSON.stringify(options),
      enabled: true,
      createdAt: this.#options.clock.now(),
    }
    const result = await store.addAccount({ account, ...(made && { app: made.app, corp: made.corp }) })
    if (result === 'name_taken') throw new Refusal('name_taken', { field: 'name', value: request.name })
    if (result === 'app_taken') throw new Refusal('name_taken', { field: 'app', value: app.name })
    if (result === 'app_unknown') throw new Refusal('unknown_app', { field: 'app', value: app.name })
    const after = { channel: channel.name, app: app.name, options, ...JSON.parse(app.fields) }
    await this.#changed(actor, { action: 'account.create', target: request.name, after })
    return this.get(request.name)
  }

  async change(name: string, patch: AccountPatch, actor: Actor): Promise<AccountView> {
    const { store } = this.#options
    const account = await store.account(name)
    if (!account) throw new Refusal('not_found', { field: 'name', value: name })
    const before = { options: JSON.parse(account.options), enabled: account.enabled }
    const options = patch.options && readOptions(this.#channel(account.channel), patch.options)
    const after = { options: options ?? before.options, enabled: patch.enabled ?? before.enabled }
    await store.changeAccount(name, { options: JSON.stringify(after.options), enabled: after.enabled })
    await this.#changed(actor, { action: 'account.update', target: name, before, after })
    return this.get(name)
  }

  /** Only the fields that are given are replaced, so that a secret can be renewed without knowing the others. */
  async changeApp(name: string, { credentials, ...flags }: AppPatch, actor: Actor): Promise<AppView> {
    const { store } = this.#options
    const app = await this.#app(name)
    const before = { ...JSON.parse(app.fields), exclusive: app.exclusive, tokenSharing: app.tokenSharing }
    const renewed = credentials && this.#renewedCredentials(app, credentials)
    const { exclusive = app.exclusive, tokenSharing = app.tokenSharing } = flags
    await store.changeApp(name, { exclusive, tokenSharing, ...renewed?.sealed })
    const replaced = credentials && { replaced: Object.keys(credentials) }
    const after = {
      ...JSON.parse(renewed?.sealed.fields ?? app.fields),
      exclusive,
      tokenSharing,
      ...replaced,
    }
    await this.#changed(actor, {
      action: 'app.update',
      target: name,
      before,
      after,
      secrets: renewed?.secrets ?? [],
    })
    return appView(await this.#app(name))
  }

  /** Tries the account on its platform without sending to anybody. */
  async diagnose(name: string): Promise<DiagnoseView> {
    await this.#options.directory.reload()
    const account = this.#options.directory.get(name)
    if (!account) throw new Refusal('not_found', { field: 'name', value: name })
    return diagnosis(name, await account.session.diagnose())
  }

  #newApp(channel: Channel, request: AccountRequest): { app: AppRow; corp: CorpRow } {
    const { codec, clock, onSandbox } = this.#options
    const { app: kind } = channel
    const name = request.app ?? request.name
    const credentials = readCredentials(kind, request.credentials)
    const platformCorpId = kind.corpOf(credentials)
    const corp = corpName(kind.platform, platformCorpId ?? name)
    const app: AppRow = {
      name,
      corp,
      platform: kind.platform,
      kind: kind.name,
      ...sealCredentials(codec, kind, name, credentials),
      exclusive: false,
      tokenSharing: false,
      sandbox: onSandbox,
      createdAt: clock.now(),
    }
    return { app, corp: { name: corp, platform: kind.platform, platformCorpId, seats: null } }
  }

  async #existingApp(channel: Channel, request: AccountRequest): Promise<AppRow> {
    if (request.app === undefined) throw new Refusal('missing_field', { field: 'credentials' })
    const app = await this.#options.store.app(request.app)
    if (!app) throw new Refusal('unknown_app', { field: 'app', value: request.app })
    if (app.kind !== channel.app.name)
      throw new Refusal('app_kind_mismatch', { field: 'app', value: app.kind })
    return app
  }

  #renewedCredentials(app: AppRow, replacements: JsonObject) {
    const { codec, channels } = this.#options
    const kind = [...channels.values()].map((channel) => channel.app).find(({ name }) => name === app.kind)
    if (!kind) throw new Refusal('unknown_channel', { field: 'kind', value: app.kind })
    const credentials = readCredentials(kind, { ...openCredentials(codec, app), ...replacements })
    return {
      sealed: sealCredentials(codec, kind, app.name, credentials),
      secrets: secretTexts(kind, credentials),
    }
  }

  async #app(name: string): Promise<AppRow> {
    const app = await this.#options.store.app(name)
    if (!app) throw new Refusal('not_found', { field: 'name', value: name })
    return app
  }

  #channel(name: string): Channel {
    const channel = this.#options.channels.get(name)
    if (!channel) throw new Refusal('unknown_channel', { field: 'channel', value: name })
    return channel
  }

  async #changed({ from, ...who }: Actor, change: Change): Promise<void> {
    const { store, clock, directory } = this.#options
    await store.appendAudit(auditRecord(change, who, from, clock.now()))
    await directory.reload()
  }
}

function readOptions(channel: Channel, options: JsonObject): JsonObject {
  const result = z.object({ options: channel.options }).safeParse({ options })
  if (!result.success) throw refusalOfIssues(result.error.issues, { options })
  return z.record(z.string(), z.json()).parse(result.data.options)
}

/** A name of ours for a platform's own id, which may be longer than a name or hold capitals. */
function corpName(platform: string, id: string): string {
  return `${platform}-${id.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`.slice(0, MAX_NAME)
}

const MAX_NAME = 63
