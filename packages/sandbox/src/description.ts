import type { Department, Employee, Tag } from './world.ts'

/** DingTalk's half of `GET /_sandbox/company`: everything a client needs to be configured with. */
export interface DingTalkDescription {
  readonly corpId: string
  readonly apps: readonly DingTalkAppDescription[]
  readonly robots: readonly DingTalkRobotDescription[]
  readonly departments: readonly Department[]
}

export interface DingTalkAppDescription {
  readonly name: string
  readonly appKey: string
  readonly appSecret: string
  readonly agentId: number
  readonly robotCode: string
}

export interface DingTalkRobotDescription {
  readonly name: string
  readonly accessToken: string
  /** Present if the robot demands a signature. */
  readonly secret?: string
  /** Present if a message must contain one of them. */
  readonly keywords?: readonly string[]
}

/** WeCom's half of `GET /_sandbox/company`. */
export interface WecomDescription {
  readonly corpid: string
  readonly apps: readonly {
    readonly name: string
    readonly agentid: number
    readonly secret: string
    /** Present if the app belongs to a mini program and may send its notices. */
    readonly miniprogram?: string
  }[]
  /** The mini programs that are linked to the corp. */
  readonly miniprograms: readonly string[]
  /** The contacts-sync secret: its token looks everybody up and sends nothing (48002). */
  readonly contactsSecret: string
  readonly robots: readonly { readonly name: string; readonly key: string }[]
  readonly departments: readonly Department[]
  readonly tags: readonly Tag[]
}

/** `GET /_sandbox/company`. A company of 100 000 is read in pages; `next` is null on the last one. */
export interface CompanyPage {
  readonly dingtalk: DingTalkDescription
  readonly wecom: WecomDescription
  readonly employees: readonly Employee[]
  readonly total: number
  readonly next: string | null
}
