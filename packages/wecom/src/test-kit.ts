import { type SandboxOptions, startSandbox } from '@hongyan/sandbox'
import { onTestFinished } from 'vitest'
import {
  type LiteralPlatform,
  type SeenRequest,
  type StubAnswer,
  startPlatform,
} from '../../../e2e/setup/literal-platform.ts'
import type { WecomOptions } from './client.ts'
import { createWecom, type Wecom } from './client.ts'

export const CORPID = 'wwabcddzxdkrsdv'
export const SECRET = 'vQT_03RDVA3uE6JDASDASDAiXUvccqV8mDgLdLI'
export const ACCESS_TOKEN = 'accesstoken000001'

/** The answer of gettoken as documented. */
export const TOKEN_ANSWER = { errcode: 0, errmsg: 'ok', access_token: ACCESS_TOKEN, expires_in: 7200 }

/** A platform that hands out a token and answers everything else as told. */
export function startPlatformWithToken(
  answer: (request: SeenRequest) => StubAnswer,
): Promise<LiteralPlatform> {
  return startPlatform((request) => (request.path === '/cgi-bin/gettoken' ? TOKEN_ANSWER : answer(request)))
}

/** A client of a test's platform. */
export function clientOf(platform: { readonly url: string }, options: Partial<WecomOptions> = {}): Wecom {
  const wecom = createWecom({
    corpid: CORPID,
    agentid: 1000002,
    secret: SECRET,
    baseUrl: platform.url,
    egress: { proxy: false },
    ...options,
  })
  onTestFinished(() => wecom.close())
  return wecom
}

/** A sandbox of the test's own, and a client of its app `hr` that lives in its time. */
export async function startCompany(options: SandboxOptions = {}) {
  const sandbox = await startSandbox(options)
  onTestFinished(() => sandbox.close())
  const { corpid, apps } = sandbox.control.company().wecom
  const office = apps.find(({ name }) => name === 'office')
  if (!office) throw new Error('The sandbox has no app "office".')
  const app = { corpid, agentid: office.agentid, secret: office.secret }
  return { sandbox, app, wecom: clientOf(sandbox, { ...app, clock: sandbox.clock }) }
}
