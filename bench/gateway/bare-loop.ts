import { Pool } from 'undici'
import { sendAll } from '../load.ts'
import type { Stub } from '../stub.ts'

/** Calls in flight on both sides: what the gateway lets one account have. */
export const IN_FLIGHT = 32

/** The least that sending can cost: prepared bytes out of memory, one pool, nothing kept and nothing counted. */
export function bareLoop(stub: Stub) {
  const pool = new Pool(stub.url, { connections: IN_FLIGHT, pipelining: 1 })
  const request = {
    method: 'POST',
    path: '/cgi-bin/message/send?access_token=stub-token',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify({
      touser: 'u1',
      msgtype: 'text',
      agentid: 1_000_001,
      text: { content: '您的第 1 张报销单已通过，预计三个工作日内到账。' },
      enable_duplicate_check: 1,
    }),
  } as const
  const send = async () => {
    const answer = await pool.request(request)
    await answer.body.json()
  }
  return {
    /** Measured where the gateway's is: at the platform. */
    async callsPerSecond({ calls, delayMs }: { readonly calls: number; readonly delayMs: number }) {
      await stub.restart(delayMs)
      await sendAll(calls, IN_FLIGHT, send)
      return stub.sendsPerSecond(calls)
    },
    close: () => pool.close(),
  }
}
