import { Pool } from 'undici'

/** What anybody's job does: one request by undici, its answer checked and kept. */
export function jobSender(stubUrl: string, inFlight: number): (body: string) => Promise<object> {
  const pool = new Pool(stubUrl, { connections: inFlight, pipelining: 1 })
  return async (body) => {
    const answer = await pool.request({
      method: 'POST',
      path: '/cgi-bin/message/send?access_token=stub-token',
      headers: { 'content-type': 'application/json' },
      body,
    })
    const result = Object(await answer.body.json())
    if (result.errcode !== 0) throw new Error(`refused: ${result.errcode} ${result.errmsg}`)
    return result
  }
}

/** The platform's request for the nth message. */
export const jobBody = (count: number): string =>
  JSON.stringify({
    touser: `u${count}`,
    msgtype: 'text',
    agentid: 1_000_001,
    text: { content: `您的第 ${count} 张报销单已通过，预计三个工作日内到账。` },
    enable_duplicate_check: 1,
  })
