import type { PlatformName } from './platform.ts'

/** Everything the simulated platforms share. One world per reset; time and people are the same on all platforms. */
export interface World {
  readonly clock: { now(): number }
  /** What is to happen later by itself, in business time. */
  readonly agenda: { in(ms: number, task: () => void): () => void }
  /** Where this sandbox is reached from this machine, for example `http://127.0.0.1:4181`. */
  readonly url: () => string
  readonly company: Company
  /** Seeded: the same seed gives the same ids in the same order. `digits(12)` never starts with 0. */
  readonly ids: {
    hex(length: number): string
    digits(length: number): string
    base36(length: number): string
    urlSafe(length: number): string
  }
  readonly limits: { /** null = switched off */ get(name: string): number | null }
  /** The chosen answer to an open question of the documents, for example `profiles.get('wecom.duplicate.answer')`. */
  readonly profiles: { get(name: string): string }
  /** What a test wants to become of a person, instead of what would happen by itself. */
  readonly outcomes: { of(platform: PlatformName, userid: string): InjectedOutcome | undefined }
  readonly inbox: InboxBook
  readonly ipGate: IpGate
}

/** The addresses or CIDR blocks that may call an app or robot; an owner without a list is open to all. */
export interface IpGate {
  allows(platform: PlatformName, owner: string, ip: string): boolean
  /** Null opens the owner to all again. */
  allow(platform: PlatformName, owner: string, addresses: readonly string[] | null): void
}

export type PersonState = 'active' | 'out_of_range' | 'inactive'

export interface Employee {
  readonly name: string
  readonly mobile: string
  readonly email: string
  readonly departments: readonly number[]
  readonly dingtalk: { readonly userid: string; readonly unionid: string } | null
  readonly wecom: { readonly userid: string } | null
  readonly state: PersonState
}

export interface Department {
  readonly id: number
  readonly name: string
  /** 0 for the root, whose id is 1 on both platforms. */
  readonly parentId: number
}

export interface Tag {
  readonly id: number
  readonly name: string
  readonly userids: readonly string[]
  readonly departments: readonly number[]
}

/** Look-ups are indexed: a company may have 100 000 people and a request must stay under 0.2 ms. */
export interface Company {
  readonly seed: string
  readonly employees: readonly Employee[]
  readonly departments: readonly Department[]
  readonly tags: readonly Tag[]
  byMobile(mobile: string): Employee | undefined
  byEmail(email: string): Employee | undefined
  /** WeCom userids are found without regard to case; DingTalk's exactly. */
  byUserid(platform: PlatformName, userid: string): Employee | undefined
  department(id: number): Department | undefined
  /** Members of a department and all departments below it, each once. */
  membersBelow(departmentId: number): readonly Employee[]
  tag(id: number): Tag | undefined
}

export type OutcomeName =
  | 'read'
  | 'unread'
  | 'invalid'
  | 'forbidden'
  | 'failed'
  | 'not_listed'
  | 'dropped'
  | 'unlicensed'

export interface InjectedOutcome {
  readonly outcome: OutcomeName
  /** The platform's code to report, where the outcome has one (`forbidden`: 143103, 143105 …). */
  readonly code?: string
}

/** What each person's phone holds. Entries are live views: a later read or recall shows in them. */
export interface InboxBook {
  deliver(entry: {
    platform: PlatformName
    userid: string
    app: string
    receipt: string
    message: object
    wechat?: object | null | undefined
  }): InboxEntry
  of(platform: PlatformName, userid: string): readonly InboxEntry[]
  markRead(platform: PlatformName, userid: string, id: string): InboxEntry | undefined
  /** Shows something else in the copies of this receipt: on every phone, or on these people's. */
  change(
    platform: PlatformName,
    receipt: string,
    userids: readonly string[] | undefined,
    show: (message: object) => object,
  ): void
  /** Marks every copy that this receipt put anywhere as recalled. */
  recall(platform: PlatformName, receipt: string): void
}

export interface InboxEntry {
  readonly id: string
  readonly app: string
  /** Unix milliseconds, business time. */
  readonly receivedAt: number
  readonly readAt: number | null
  readonly recalledAt: number | null
  /** `task_id` or `msgid`: ties the copy to the call. */
  readonly receipt: string
  /** The platform's own JSON as the phone shows it (after truncation or translation). */
  readonly message: object
  /** WeCom only: what WeChat (微信插件) shows where that differs; null if it shows nothing. A recall leaves it. */
  readonly wechat?: object | null
}
