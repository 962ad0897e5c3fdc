import { createDingTalk } from '@hongyan/dingtalk'
import { Pool } from 'undici'
import type { Benchmark, Contest } from './harness.ts'
import { sendsPerSecond } from './load.ts'
import { startServer } from './server-process.ts'

/** As many calls in flight as a gateway keeps (K). */
const CONCURRENCY = 32

const MESSAGE = {
  msgtype: 'text',
  text: { content: '您的年假申请已通过，休假期间请保持手机畅通。' },
} as const
const USERIDS = ['zhangsan', 'lisi', 'wangwu']

/** What the typed client costs over the least that anyone can write: token, limits, errors and redaction included. */
export const clientSend: Benchmark = {
  name: 'client-send',
  compares: {
    zh: '钉钉客户端 work.send 对 undici 的 pool.request：同一个桩、同样的字节，32 个请求同时在途',
    en: 'DingTalk work.send against pool.request of undici, 32 in flight, the same stub and bytes',
  },
  unit: 'sends/s',
  aim: { of: 'ratio', atLeast: 0.9 },
  limitedBy: {
    zh: '每次调用约 5 微秒：检查内容、拼 JSON 与查询串、读取应答、归类错误',
    en: 'About 5 µs a call: checking the content, making JSON and query, reading the answer, telling errors apart',
  },
  start: async (quick) => startContest(quick ? 2_500 : 5_000),
}

async function startContest(sends: number): Promise<Contest> {
  const stub = await startServer('stub-server.ts')
  const credentials = { appKey: 'ding-bench', appSecret: 'bench-secret', agentId: 1 }
  const egress = { proxy: false, connections: CONCURRENCY } as const
  const ding = createDingTalk({ ...credentials, baseUrl: stub.url, egress })
  const send = async () => {
    await ding.work.send({ userid_list: USERIDS, msg: MESSAGE })
  }

  const pool = new Pool(stub.url, { connections: CONCURRENCY, pipelining: 1 })
  // Byte for byte what the client sends, prepared once: the reference only transports.
  const request = {
    method: 'POST',
    path: '/topapi/message/corpconversation/asyncsend_v2?access_token=stub-token',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify({ agent_id: 1, userid_list: USERIDS.join(','), msg: MESSAGE }),
  } as const
  const sendBare = async () => {
    const answer = await pool.request(request)
    await answer.body.json()
  }

  return {
    ours: () => sendsPerSecond(sends, CONCURRENCY, send),
    reference: () => sendsPerSecond(sends, CONCURRENCY, sendBare),
    stop: async () => {
      await Promise.all([ding.close(), pool.close()])
      await stub.stop()
    },
  }
}
