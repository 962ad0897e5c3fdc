import type { Route, SandboxRequest } from '../../exchange.ts'
import type { MediaStore, StoredMedia } from '../../media-store.ts'
import type { World } from '../../world.ts'
import type { DingTalkApp } from '../apps.ts'
import { type Envelopes, refuse } from '../envelope.ts'
import type { ModernCall, ModernReply } from '../modern-gate.ts'
import { robotRefusal } from './refusals.ts'
import { checkRobotCode } from './robot-code.ts'

/** The platform keeps inbound files on another host; only the temporary address matters. */
export const FILE_PATH = '/v1.0/robot/messageFiles/content'
const CODE_CHARS = 48
/** "Temporary", says the page; this is the sandbox's figure. */
const FILE_URL_MS = 3_600_000

/** Files that people send to robots: a code in the message, an address for the code (《下载机器人接收消息的文件内容》). */
export class RobotFiles {
  readonly #world: World
  readonly #apps: readonly DingTalkApp[]
  readonly #envelopes: Envelopes
  readonly #media: MediaStore
  readonly #codes = new Map<string, { mediaId: string; robotCode: string }>()

  constructor(world: World, apps: readonly DingTalkApp[], envelopes: Envelopes, media: MediaStore) {
    this.#world = world
    this.#apps = apps
    this.#envelopes = envelopes
    this.#media = media
  }

  /** The downloadCode under which this robot hears of an upload. */
  codeFor({ id }: StoredMedia, { robotCode }: DingTalkApp): string {
    const code = this.#world.ids.urlSafe(CODE_CHARS)
    this.#codes.set(code, { mediaId: id, robotCode })
    return code
  }

  /** POST /v1.0/robot/messageFiles/download. */
  readonly download = ({ app, params, at }: ModernCall): ModernReply => {
    const refused = checkRobotCode(this.#apps, app, params)
    if (refused) return refused
    const code = params.text('downloadCode')
    if (this.#codes.get(code)?.robotCode !== app.robotCode)
      return robotRefusal('invalidParameter.downloadCode')
    const query = new URLSearchParams({ code, Expires: String(Math.floor((at + FILE_URL_MS) / 1000)) })
    const downloadUrl = `${this.#world.url()}${FILE_PATH}?${query}`
    return { rule: 'dingtalk.robot.download.ok', body: { downloadUrl } }
  }

  /** The bytes, without a token. */
  readonly content: Route = ({ query, at }: SandboxRequest) => {
    const file = this.#media.find(this.#codes.get(query.get('code') ?? '')?.mediaId ?? '')
    if (!file || at >= Number(query.get('Expires')) * 1000)
      return this.#envelopes.plain(refuse('dingtalk.robot.file', 404))
    return {
      status: 200,
      headers: { 'content-type': file.contentType },
      body: file.bytes,
      rule: 'dingtalk.robot.file.ok',
    }
  }
}
