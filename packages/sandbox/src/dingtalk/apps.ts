import type { World } from '../world.ts'

/** An internal application of the corp. For internal apps the robot's code equals the app key. */
export interface DingTalkApp {
  readonly name: string
  readonly appKey: string
  readonly appSecret: string
  readonly agentId: number
  readonly robotCode: string
}

/** A custom group robot; its security settings are those of 《自定义机器人安全设置》, an address list is the IP gate's. */
export interface WebhookRobot {
  readonly name: string
  readonly accessToken: string
  /** Starts with SEC; the robot then demands a signature. */
  readonly secret?: string
  /** A message must contain one of them. */
  readonly keywords?: readonly string[]
}

export interface Corp {
  readonly corpId: string
  readonly apps: readonly [DingTalkApp, ...DingTalkApp[]]
  readonly robots: readonly WebhookRobot[]
}

export function seedCorp(ids: World['ids']): Corp {
  return {
    corpId: `ding${ids.hex(32)}`,
    apps: [seedApp('hr', ids), seedApp('ops', ids)],
    robots: [
      { name: 'alerts-keyword', accessToken: ids.hex(64), keywords: ['告警', 'alert'] },
      { name: 'alerts-sign', accessToken: ids.hex(64), secret: `SEC${ids.hex(64)}` },
      { name: 'alerts-ip', accessToken: ids.hex(64) },
    ],
  }
}

/** The robot whose security setting is an address list; the list starts with this machine. */
export const ROBOT_WITH_ADDRESS_LIST = 'alerts-ip'
export const FIRST_ADDRESS_LIST: readonly string[] = ['127.0.0.1', '::1']

function seedApp(name: string, ids: World['ids']): DingTalkApp {
  const appKey = `ding${ids.base36(16)}`
  return { name, appKey, appSecret: ids.urlSafe(64), agentId: Number(ids.digits(10)), robotCode: appKey }
}
