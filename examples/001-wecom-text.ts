// 给企业微信成员发一条文本。token 的获取、缓存与失效重取都在客户端里。
// One text to WeCom members. Fetching, caching and renewing the token is the client's business.
import { createWecom } from '@hongyan/wecom'
import { wecomSettings } from './settings.ts'

const wecom = createWecom(await wecomSettings())

/** Gives the receivers that WeCom refused; the others have it. */
export async function sendText(touser: string[], content: string): Promise<readonly string[]> {
  const result = await wecom.messages.send({ touser, msgtype: 'text', text: { content } })
  return result.invaliduser
}

export const close = () => wecom.close()

if (import.meta.main) {
  const refused = await sendText(process.argv.slice(2), 'test msg!')
  console.log(refused.length === 0 ? 'sent to all' : `not sent to ${refused}`)
  await close()
}
