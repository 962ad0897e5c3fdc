import { type Hongyan, isHongyanError } from '@hongyan/client'
import type { AccountRequest } from '@hongyan/contract'
import { type Company, readCompany } from './sandbox-company.ts'

/** One account on each channel, for the sandbox's own company; what is there already stays as it is. */
export async function addSandboxAccounts(hongyan: Hongyan, sandboxUrl: string): Promise<void> {
  for (const account of accountsOf(await readCompany(sandboxUrl))) await addOnce(hongyan, account)
}

/** After a restart the accounts are in the store already; the same seed has given the same credentials. */
async function addOnce(hongyan: Hongyan, account: AccountRequest): Promise<void> {
  try {
    await hongyan.accounts.add(account)
  } catch (error) {
    const isThere = isHongyanError(error) && error.kind === 'refused' && error.problem.code === 'name_taken'
    if (!isThere) throw error
  }
}

/** `hr-ding`, `hr-wecom` and `alerts`, as the examples name them. */
function accountsOf({ dingtalk, wecom }: Company): AccountRequest[] {
  const [app] = dingtalk.apps
  const wecomApp = wecom.apps.find(({ agentid }) => agentid !== null)
  const robot = dingtalk.robots.find(({ keywords }) => keywords?.length)
  if (!app || !wecomApp || !robot)
    throw new Error('The sandbox’s company has no app or no robot to send with.')
  const { appKey, appSecret, agentId } = app
  const { agentid, secret } = wecomApp
  return [
    {
      name: 'hr-ding',
      channel: 'dingtalk.work',
      credentials: { corpId: dingtalk.corpId, appKey, appSecret, agentId },
    },
    {
      name: 'hr-wecom',
      channel: 'wecom.app',
      credentials: { corpid: wecom.corpid, agentid, secret },
    },
    {
      name: 'alerts',
      channel: 'dingtalk.webhook',
      credentials: { webhook: `https://oapi.dingtalk.com/robot/send?access_token=${robot.accessToken}` },
    },
  ]
}
