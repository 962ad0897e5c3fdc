/** One organisation on a platform. */
export interface CorpRow {
  readonly name: string
  readonly platform: string
  /** The platform's own id of it, where known. */
  readonly platformCorpId: string | null
  readonly seats: number | null
}

/** One credential. Secrets are sealed by the caller; `app|<name>|<field>` is their place. */
export interface AppRow {
  readonly name: string
  readonly corp: string
  readonly platform: string
  readonly kind: string
  /** JSON without secrets. */
  readonly fields: string
  readonly secrets: Readonly<Record<string, Uint8Array>>
  readonly exclusive: boolean
  readonly tokenSharing: boolean
  readonly sandbox: boolean
  readonly createdAt: number
}

/** An app on a channel: the name callers use. */
export interface AccountRow {
  readonly name: string
  readonly app: string
  readonly channel: string
  /** JSON. */
  readonly options: string
  readonly enabled: boolean
  readonly createdAt: number
}

export interface ClientRow {
  readonly name: string
  readonly createdAt: number
}

export interface ApiKeyRow {
  readonly id: string
  readonly client: string
  readonly hash: Uint8Array
  readonly scopes: readonly string[]
  /** Null for all. */
  readonly accounts: readonly string[] | null
  readonly createdAt: number
  readonly expiresAt: number | null
  readonly revokedAt: number | null
}

/** One change: who, what, from where, before and after. */
export interface AuditRow {
  readonly client: string
  readonly apiKeyId: string | null
  /** A noun and what was done to it, for example `account.create`, `key.revoke`, `message.recall`. */
  readonly action: string
  /** The name or id of what was changed. */
  readonly target: string
  /** The caller's address. */
  readonly from: string
  /** Unix milliseconds, business time. */
  readonly at: number
  /** The fields that changed, secrets blanked; null where there was nothing before or is nothing after. */
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>> | null
}

export interface AccessOperations {
  clients(): Promise<readonly ClientRow[]>
  /** False if the name is taken. */
  addClient(client: ClientRow): Promise<boolean>
  apiKeys(client?: string): Promise<readonly ApiKeyRow[]>
  apiKey(id: string): Promise<ApiKeyRow | undefined>
  addApiKey(key: ApiKeyRow): Promise<void>
  /** False if there is none, or it was revoked before. */
  revokeApiKey(id: string, at: number): Promise<boolean>
  corps(): Promise<readonly CorpRow[]>
  apps(): Promise<readonly AppRow[]>
  app(name: string): Promise<AppRow | undefined>
  changeApp(
    name: string,
    change: Partial<Pick<AppRow, 'fields' | 'secrets' | 'exclusive' | 'tokenSharing' | 'sandbox'>>,
  ): Promise<boolean>
  accounts(): Promise<readonly AccountRow[]>
  account(name: string): Promise<AccountRow | undefined>
  /** With the app and its corp where they are new. `name_taken` and `app_taken` write nothing. */
  addAccount(input: {
    readonly account: AccountRow
    readonly app?: AppRow
    readonly corp?: CorpRow
  }): Promise<'added' | 'name_taken' | 'app_taken' | 'app_unknown'>
  changeAccount(name: string, change: Partial<Pick<AccountRow, 'options' | 'enabled'>>): Promise<boolean>
  appendAudit(row: AuditRow): Promise<void>
  /** Newest first. */
  audit(page: { readonly limit: number; readonly after?: string }): Promise<{
    readonly items: readonly AuditRow[]
    readonly next: string | null
  }>
  /** What the first start sealed to recognise its key ring by; undefined before it. */
  readKeyCheck(): Promise<Uint8Array | undefined>
  /** Keeps the blob unless there is one; answers the one kept. */
  keepKeyCheck(blob: Uint8Array): Promise<Uint8Array>
  /**
   * Puts what `change` makes of it in the place of every sealed secret, all or none; undefined leaves one as it is.
   * Answers how many were changed.
   */
  reseal(change: (sealed: Uint8Array, place: string) => Uint8Array | undefined): Promise<number>
}
