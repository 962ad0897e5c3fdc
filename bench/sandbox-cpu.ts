import type { Sandbox } from '@hongyan/sandbox'
import { Pool } from 'undici'
import { type Benchmark, type Contest, CPU_MICROS } from './harness.ts'
import { sendAll } from './load.ts'
import { type ServerProcess, startServer } from './server-process.ts'

/** Enough in flight to keep a server busy, so that its cost per request is not that of waking up. */
const CONCURRENCY = 8

/** Lets the sandbox serve benchmarks of others without being what they measure. Unit: microseconds per request. */
const MOST_CPU_MICROS = 200

export const sandboxCpuDingtalk: Benchmark = {
  name: 'sandbox-cpu-dingtalk',
  compares: {
    zh: '沙箱回答 asyncsend_v2 对只会应答的 node:http',
    en: 'the sandbox answering asyncsend_v2 against a bare node:http server',
  },
  unit: CPU_MICROS,
  aim: { of: 'ours', atMost: MOST_CPU_MICROS },
  start: (quick) => startContest(quick, dingtalkRequests),
}

export const sandboxCpuWecom: Benchmark = {
  name: 'sandbox-cpu-wecom',
  compares: {
    zh: '沙箱回答 message/send 对只会应答的 node:http',
    en: 'the sandbox answering message/send against a bare node:http server',
  },
  unit: CPU_MICROS,
  aim: { of: 'ours', atMost: MOST_CPU_MICROS },
  start: (quick) => startContest(quick, wecomRequests),
}

type Company = ReturnType<Sandbox['control']['company']>

/** The sends of a company's app. Each has a text of its own, since equal ones would be dropped. */
type NextRequest = (count: number) => { path: string; body: string }

async function startContest(
  quick: boolean,
  requestsOf: (url: string, company: Company) => Promise<NextRequest>,
): Promise<Contest> {
  const sandbox = await startServer('sandbox-server.ts')
  const stub = await startServer('stub-server.ts')
  const company = await (await fetch(`${sandbox.url}/_sandbox/company`)).json()
  // The sandbox's HTTP answer has the shape of its library's.
  const nextRequest = await requestsOf(sandbox.url, company as Company)
  const requests = quick ? 1_000 : 1_500
  const toSandbox = createLoad(sandbox, nextRequest, requests)
  const toStub = createLoad(stub, nextRequest, requests)
  return {
    ours: toSandbox.cpuMicrosPerRequest,
    reference: toStub.cpuMicrosPerRequest,
    stop: async () => {
      await Promise.all([toSandbox.close(), toStub.close()])
      await Promise.all([sandbox.stop(), stub.stop()])
    },
  }
}

function createLoad(server: ServerProcess, nextRequest: NextRequest, requests: number) {
  const pool = new Pool(server.url, { connections: CONCURRENCY, pipelining: 1 })
  const headers = { 'content-type': 'application/json' }
  let count = 0
  const send = async () => {
    const answer = await pool.request({ method: 'POST', headers, ...nextRequest(count++) })
    const body = await answer.body.text()
    // A refusal is cheaper than a message: measured by mistake it would flatter.
    if (!body.includes('"errcode":0')) throw new Error(`refused: ${body}`)
  }
  return {
    cpuMicrosPerRequest: async () => {
      const before = await server.cpuMicros()
      await sendAll(requests, CONCURRENCY, send)
      return ((await server.cpuMicros()) - before) / requests
    },
    close: () => pool.close(),
  }
}

async function dingtalkRequests(url: string, { dingtalk, employees }: Company): Promise<NextRequest> {
  const [app] = dingtalk.apps
  if (!app) throw new Error('the sandbox has no DingTalk app')
  const query = new URLSearchParams({ appkey: app.appKey, appsecret: app.appSecret })
  const token = await fetchToken(`${url}/gettoken?${query}`)
  const userids = activeUserids(employees, 'dingtalk')
  return (count) => ({
    path: `/topapi/message/corpconversation/asyncsend_v2?access_token=${token}`,
    body: JSON.stringify({
      agent_id: app.agentId,
      userid_list: userids[count % userids.length],
      msg: { msgtype: 'text', text: { content: `第 ${count} 个审批已通过` } },
    }),
  })
}

async function wecomRequests(url: string, { wecom, employees }: Company): Promise<NextRequest> {
  const [app] = wecom.apps
  if (!app) throw new Error('the sandbox has no WeCom app')
  const query = new URLSearchParams({ corpid: wecom.corpid, corpsecret: app.secret })
  const token = await fetchToken(`${url}/cgi-bin/gettoken?${query}`)
  const userids = activeUserids(employees, 'wecom')
  return (count) => ({
    path: `/cgi-bin/message/send?access_token=${token}`,
    body: JSON.stringify({
      touser: userids[count % userids.length],
      msgtype: 'text',
      agentid: app.agentid,
      text: { content: `第 ${count} 个审批已通过` },
    }),
  })
}

async function fetchToken(url: string): Promise<string> {
  // Both platforms name it so; without it the first send is refused and says why.
  const { access_token } = (await (await fetch(url)).json()) as { access_token: string }
  return access_token
}

function activeUserids(employees: Company['employees'], platform: 'dingtalk' | 'wecom'): string[] {
  return employees
    .filter((employee) => employee.state === 'active')
    .flatMap((employee) => employee[platform]?.userid ?? [])
}
