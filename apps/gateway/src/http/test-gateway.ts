import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Sandbox, startSandbox } from '@hongyan/sandbox'
import { readConfig } from '../config.ts'
import { startGateway } from '../main.ts'

/** A whole gateway on a whole sandbox, with an account on every channel; no key is needed. */
export async function startTestGateway() {
  const sandbox = await startSandbox()
  const data = await mkdtemp(join(tmpdir(), 'hongyan-api-'))
  const config = readConfig({
    HONGYAN_DATA: join(data, 'data'),
    HONGYAN_PORT: '0',
    HONGYAN_SANDBOX_URL: sandbox.url,
    HONGYAN_LOG: 'silent',
  })
  const gateway = await startGateway(config)
  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(gateway.url + path, {
      method,
      headers: {
        'accept-language': 'en',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  const accounts = accountsOf(sandbox)
  for (const account of accounts) await call('POST', '/v1/accounts', account)
  return {
    accounts,
    call,
    url: gateway.url,
    async close() {
      await gateway.stop()
      await sandbox.close()
      await rm(data, { recursive: true, force: true })
    },
  }
}

function accountsOf(sandbox: Sandbox) {
  const { dingtalk, wecom } = sandbox.control.company()
  const ding = dingtalk.apps.find(({ name }) => name === 'hr')
  const we = wecom.apps.find(({ name }) => name === 'office')
  const robot = dingtalk.robots[0]
  const { appKey, appSecret, agentId } = ding ?? {}
  const webhook = `https://oapi.dingtalk.com/robot/send?access_token=${robot?.accessToken}`
  return [
    {
      name: 'hr-ding',
      channel: 'dingtalk.work',
      credentials: { corpId: dingtalk.corpId, appKey, appSecret, agentId },
    },
    {
      name: 'hr-wecom',
      channel: 'wecom.app',
      credentials: { corpid: wecom.corpid, agentid: we?.agentid, secret: we?.secret },
    },
    { name: 'ops-group', channel: 'dingtalk.webhook', credentials: { webhook } },
  ]
}
