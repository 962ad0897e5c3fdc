/** Credentials for the examples: from the environment, or from the sandbox that `npm start` leaves running. */
const sandboxUrl = () => process.env.HONGYAN_SANDBOX ?? 'http://127.0.0.1:4181'

interface SeededCompany {
  dingtalk: { apps: { appKey: string; appSecret: string; agentId: number }[] }
  wecom: { corpid: string; apps: { agentid: number; secret: string }[] }
}

async function seededCompany(): Promise<SeededCompany> {
  const answer = await fetch(`${sandboxUrl()}/_sandbox/company?limit=1`)
  return (await answer.json()) as SeededCompany // the sandbox documents this shape
}

const env = (name: string): string => {
  const value = process.env[name]
  if (!value)
    throw new Error(
      `Set ${name} too: some of the platform's credentials are in the environment, this is not.`,
    )
  return value
}

/** 钉钉开放平台 → 应用开发 → 应用 → 凭证与基础信息 */
export async function dingtalkSettings() {
  if (process.env.DINGTALK_APP_KEY) {
    const agentId = Number(env('DINGTALK_AGENT_ID'))
    return { appKey: env('DINGTALK_APP_KEY'), appSecret: env('DINGTALK_APP_SECRET'), agentId }
  }
  const [app] = (await seededCompany()).dingtalk.apps
  if (!app) throw new Error(`The sandbox at ${sandboxUrl()} has no DingTalk app.`)
  return { appKey: app.appKey, appSecret: app.appSecret, agentId: app.agentId, baseUrl: sandboxUrl() }
}

/** 企业微信管理后台 → 我的企业（企业 ID）；应用管理 → 应用（AgentId、Secret） */
export async function wecomSettings() {
  if (process.env.WECOM_CORPID) {
    return { corpid: env('WECOM_CORPID'), agentid: Number(env('WECOM_AGENTID')), secret: env('WECOM_SECRET') }
  }
  const { wecom } = await seededCompany()
  const [app] = wecom.apps
  if (!app) throw new Error(`The sandbox at ${sandboxUrl()} has no WeCom app.`)
  return { corpid: wecom.corpid, agentid: app.agentid, secret: app.secret, baseUrl: sandboxUrl() }
}
