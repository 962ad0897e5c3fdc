import type { Sandbox } from '@hongyan/sandbox'
import { describe } from 'vitest'
import { testChannel } from './conformance.ts'
import { dingtalkWebhook, dingtalkWork, wecomAppMessage } from './index.ts'
import { named, PROFILES, type SandboxAccount, startChannelBench } from './test-bench.ts'

const ACCOUNTS = [
  { name: dingtalkWork.name, channel: dingtalkWork, accountOn: workAccount },
  { name: dingtalkWebhook.name, channel: dingtalkWebhook, accountOn: webhookAccount },
  { name: wecomAppMessage.name, channel: wecomAppMessage, accountOn: wecomAccount },
]

describe.each(PROFILES)('under the profile %s', (profile) => {
  describe.each(ACCOUNTS)('$name', ({ channel, accountOn }) => {
    testChannel(channel, () => startChannelBench(channel, profile, accountOn))
  })
})

function workAccount({ control }: Sandbox): SandboxAccount {
  const { corpId, apps } = control.company().dingtalk
  const { appKey, appSecret, agentId } = named(apps, 'hr')
  const credentials = { corpId, appKey, appSecret, agentId }
  return {
    credentials,
    wrongCredentials: { ...credentials, appSecret: 'not-the-secret' },
    people: ['zhangsan', secondPerson(control, 'dingtalk')],
    path: '/topapi/message/corpconversation/asyncsend_v2',
    throttlingCode: 90018,
    inbox: (sandbox, person = '') => sandbox.control.inbox('dingtalk', person),
    barAddress: (sandbox) =>
      sandbox.control.allowIps({ platform: 'dingtalk', app: 'hr', allow: ['203.0.113.7'] }),
  }
}

function webhookAccount({ url, control }: Sandbox): SandboxAccount {
  const robot = named(control.company().dingtalk.robots, 'alerts-sign')
  const webhook = (token: string) => `${url}/robot/send?access_token=${token}`
  return {
    credentials: { webhook: webhook(robot.accessToken), secret: robot.secret ?? '' },
    wrongCredentials: { webhook: webhook('f'.repeat(64)) },
    people: [],
    path: '/robot/send',
    throttlingCode: 130101,
    inbox: (sandbox) => sandbox.control.robotGroup('dingtalk', 'alerts-sign'),
    barAddress: (sandbox) =>
      sandbox.control.allowIps({ platform: 'dingtalk', robot: 'alerts-sign', allow: ['203.0.113.7'] }),
  }
}

function wecomAccount({ control }: Sandbox): SandboxAccount {
  const { corpid, apps } = control.company().wecom
  const { agentid, secret } = named(apps, 'office')
  const credentials = { corpid, agentid, secret }
  return {
    credentials,
    wrongCredentials: { ...credentials, secret: 'not-the-secret' },
    people: ['zhangsan', secondPerson(control, 'wecom')],
    path: '/cgi-bin/message/send',
    throttlingCode: 45009,
    inbox: (sandbox, person = '') => sandbox.control.inbox('wecom', person),
    barAddress: (sandbox) =>
      sandbox.control.allowIps({ platform: 'wecom', app: 'office', allow: ['203.0.113.7'] }),
  }
}

/** Anybody else whom both platforms reach. */
function secondPerson(control: Sandbox['control'], platform: 'dingtalk' | 'wecom'): string {
  const employee = control
    .company()
    .employees.find(
      ({ state, dingtalk, wecom }) =>
        state === 'active' && dingtalk && wecom && dingtalk.userid !== 'zhangsan',
    )
  const userid = employee?.[platform]?.userid
  if (userid === undefined) throw new Error('The sandbox’s company has one active person only.')
  return userid
}
