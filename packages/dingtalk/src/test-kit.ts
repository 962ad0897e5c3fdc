import { type Sandbox, type SandboxOptions, startSandbox } from '@hongyan/sandbox'
import { onTestFinished } from 'vitest'
import {
  type LiteralPlatform,
  type SeenRequest,
  type StubAnswer,
  startPlatform,
} from '../../../e2e/setup/literal-platform.ts'
import { createDingTalk, type DingTalk, type DingTalkOptions } from './client.ts'

export const APP_KEY = 'dingkeyexample0001'
export const APP_SECRET = 'app-secret-canary-64'
export const ACCESS_TOKEN = '96fc7a7axxx'

/** The answer of gettoken as documented. */
export const TOKEN_ANSWER = { errcode: 0, access_token: ACCESS_TOKEN, errmsg: 'ok', expires_in: 7200 }

/** A platform that hands out a token and answers everything else as told. */
export function startPlatformWithToken(
  answer: (request: SeenRequest) => StubAnswer,
): Promise<LiteralPlatform> {
  return startPlatform((request) => (request.path === '/gettoken' ? TOKEN_ANSWER : answer(request)))
}

/** A client of a test's platform. */
export function clientOf(
  platform: { readonly url: string },
  options: Partial<DingTalkOptions> = {},
): DingTalk {
  const dingtalk = createDingTalk({
    appKey: APP_KEY,
    appSecret: APP_SECRET,
    agentId: 1234567890,
    baseUrl: platform.url,
    egress: { proxy: false },
    ...options,
  })
  onTestFinished(() => dingtalk.close())
  return dingtalk
}

/** All that is walked, in order. */
export async function listed<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = []
  for await (const item of items) list.push(item)
  return list
}

/** A sandbox of the test's own, and a client of its app `hr` that lives in its time. */
export async function startCompany(options: SandboxOptions = {}) {
  const sandbox = await startSandbox(options)
  onTestFinished(() => sandbox.close())
  const app = appOf(sandbox, 'hr')
  return { sandbox, app, dingtalk: clientOf(sandbox, { ...app, clock: sandbox.clock }) }
}

export function appOf(sandbox: Sandbox, name: string) {
  const app = sandbox.control.company().dingtalk.apps.find((each) => each.name === name)
  if (!app) throw new Error(`The sandbox has no app "${name}".`)
  return app
}

export function robotOf(sandbox: Sandbox, name: string) {
  const robot = sandbox.control.company().dingtalk.robots.find((each) => each.name === name)
  if (!robot) throw new Error(`The sandbox has no robot "${name}".`)
  return robot
}
