import type { World } from '../world.ts'

/** Whoever may fetch a token: an application, or the contacts-sync secret, which has no agentid. */
export interface WecomApp {
  readonly name: string
  readonly agentid: number | null
  readonly secret: string
  /** The appid of the mini program that it belongs to; most belong to none. */
  readonly miniprogram?: string
}

export interface SendingApp extends WecomApp {
  readonly agentid: number
}

export interface WecomRobot {
  readonly name: string
  readonly key: string
}

export interface Corp {
  readonly corpid: string
  readonly apps: readonly SendingApp[]
  readonly contactsSync: WecomApp
  readonly robots: readonly WecomRobot[]
  /** A secret that exists, but not in this corp: gettoken knows it and says 40091 instead of 40001. */
  readonly secretOfAnotherCorp: string
  /** The mini programs that are linked to the corp: that of an app, and one without. */
  readonly miniprograms: readonly string[]
}

export function seedCorp(ids: World['ids']): Corp {
  const secret = () => ids.urlSafe(43)
  const appid = () => `wx${ids.hex(16)}`
  const corpid = `ww${ids.hex(16)}`
  const office = { name: 'office', agentid: 1_000_002, secret: secret() }
  const oncall = { name: 'oncall', agentid: 1_000_003, secret: secret() }
  const rest = {
    contactsSync: { name: 'contacts', agentid: null, secret: secret() },
    robots: [
      { name: 'alerts', key: uuid(ids) },
      { name: 'builds', key: uuid(ids) },
    ],
    secretOfAnotherCorp: secret(),
  }
  const canteen = { name: 'canteen', agentid: 1_000_004, secret: secret(), miniprogram: appid() }
  return {
    corpid,
    apps: [office, oncall, canteen],
    ...rest,
    miniprograms: [canteen.miniprogram, appid()],
  }
}

function uuid(ids: World['ids']): string {
  return [8, 4, 4, 4, 12].map((length) => ids.hex(length)).join('-')
}
