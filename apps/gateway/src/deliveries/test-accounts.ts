import type { JsonObject } from '@hongyan/contract'
import type { Sandbox } from '@hongyan/sandbox'
import type { OpenAccount } from '../accounts/directory.ts'
import type { Channel } from '../channels/channel.ts'
import { dingtalkWebhook, dingtalkWork, wecomAppMessage } from '../channels/index.ts'
import type { Way } from '../channels/session.ts'
import type { Store } from '../store/store.ts'

export interface NewAccount {
  readonly name: string
  /** Accounts of one app share its token and its limits. */
  readonly app: string
  readonly corp: string
  readonly channel: Channel
  readonly credentials: JsonObject
}

/** One account of each channel: `hr-ding`, `alerts` and `hr-wecom`. */
export function accountsOf(sandbox: Sandbox): NewAccount[] {
  const { dingtalk, wecom } = sandbox.control.company()
  const robot = named(dingtalk.robots, 'alerts-sign')
  const wework = named(wecom.apps, 'office')
  return [
    dingtalkAccount(sandbox, 'hr-ding', 'hr'),
    {
      name: 'alerts',
      app: 'alerts-app',
      corp: 'alerts-corp',
      channel: dingtalkWebhook,
      credentials: {
        webhook: `${sandbox.url}/robot/send?access_token=${robot.accessToken}`,
        secret: robot.secret ?? '',
      },
    },
    {
      name: 'hr-wecom',
      app: 'hr-wecom-app',
      corp: 'hr-wecom-corp',
      channel: wecomAppMessage,
      credentials: { corpid: wecom.corpid, agentid: wework.agentid, secret: wework.secret },
    },
  ]
}

/** Work notifications of one of the company's apps. */
export function dingtalkAccount(sandbox: Sandbox, name: string, app: string): NewAccount {
  const { dingtalk } = sandbox.control.company()
  const { appKey, appSecret, agentId } = named(dingtalk.apps, app)
  const credentials = { corpId: dingtalk.corpId, appKey, appSecret, agentId }
  return { name, app: `${app}-ding-app`, corp: 'hr-ding-corp', channel: dingtalkWork, credentials }
}

export interface Surroundings {
  readonly store: Pick<Store, 'addAccount'>
  readonly accounts: Map<string, OpenAccount>
  readonly way: Way
  readonly now: number
}

export async function openAccount(
  { name, app, corp, channel, credentials }: NewAccount,
  { store, accounts, way, now }: Surroundings,
): Promise<void> {
  const { platform } = channel
  const kind = channel.app.name
  const isKnownApp = [...accounts.values()].some((account) => account.app === app)
  const common = { exclusive: false, tokenSharing: false, sandbox: true } as const
  accounts.set(name, {
    ...common,
    name,
    app,
    corp,
    platform,
    kind,
    channel,
    options: {},
    enabled: true,
    session: channel.open({ credentials, options: {} }, way),
  })
  await store.addAccount({
    account: { name, app, channel: channel.name, options: '{}', enabled: true, createdAt: now },
    ...(!isKnownApp && {
      app: { ...common, name: app, corp, platform, kind, fields: '{}', secrets: {}, createdAt: now },
    }),
    corp: { name: corp, platform, platformCorpId: null, seats: null },
  })
}

/** One of the sandbox's things by its name. */
function named<Thing extends { readonly name: string }>(things: readonly Thing[], name: string): Thing {
  const found = things.find((thing) => thing.name === name)
  if (!found) throw new Error(`The sandbox has no ${name}.`)
  return found
}
