import { Params } from './params.ts'
import { cutBytes } from './truncation.ts'

/** 《发送应用消息》, 90236, 2025-09-24: what WeChat shows of a text when 始终进入主页 is on. */
const TEXT_BYTES = 20
/** The page says that WeChat points to WeCom for other types; the words are this sandbox's. */
const POINTER = '请在企业微信中查看此消息'
/** Types that the WeChat plug-in (微工作台) does not show. */
const NOT_SHOWN: ReadonlySet<string> = new Set(['markdown', 'miniprogram_notice', 'template_card'])

/** What WeChat shows of a message, if that is not the message itself; null for nothing. */
export function wechatCopy(message: object, alwaysHome: boolean): object | null | undefined {
  const shown = new Params({ ...message })
  const msgtype = shown.text('msgtype')
  if (!alwaysHome) return NOT_SHOWN.has(msgtype) ? null : undefined
  const content = msgtype === 'text' ? cutBytes(shown.object('text').text('content'), TEXT_BYTES) : POINTER
  return { msgtype: 'text', text: { content } }
}
