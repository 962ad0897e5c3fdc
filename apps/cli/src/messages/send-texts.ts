import type { Language } from '../language.ts'

export interface SendTexts {
  readonly send: string
  readonly preview: string
  readonly account: string
  readonly to: string
  readonly text: string
  readonly markdown: string
  readonly title: string
  readonly file: string
  readonly lane: string
  readonly onRepeat: string
  readonly idempotencyKey: string
  readonly wait: string
  readonly timeout: string
  readonly json: string
  readonly accepted: (id: string, recipients: number) => string
  readonly follow: (id: string) => string
  readonly noDuration: (text: string) => string
  readonly timedOut: (arrived: number, total: number) => string
}

const zh: SendTexts = {
  send: '发送一条消息',
  preview: '看看一条消息在每个账号上会变成什么，不发送',
  account: '账号，多个用逗号分隔',
  to: '接收人，可多次：mobile:13800000001、email:a@b.cn、user:wecom:zhangsan、dept:…、tag:…、everyone',
  text: '纯文本内容',
  markdown: 'Markdown 内容，需配合 --title',
  title: 'Markdown 的标题',
  file: 'JSON 文件，内容与 POST /v1/messages 相同；其他参数优先',
  lane: 'urgent、normal 或 bulk',
  onRepeat: '同样内容刚发过时：send、distinguish 或 suppress',
  idempotencyKey: '同一个 key 只会发送一次，重试时用同一个',
  wait: '等到每个人有结果：送达、渠道所能确认的最好状态、或失败',
  timeout: '最多等多久，例如 60s、5m',
  json: '只输出一个 JSON 对象',
  accepted: (id, recipients) => `已接受：${id}（${recipients} 个接收人）`,
  follow: (id) => `查看结果：hongyan status ${id}`,
  noDuration: (text) => `${text} 不是时长，例如 60s、5m、500ms。`,
  timedOut: (arrived, total) => `时间到：${total} 个中有 ${arrived} 个已有结果，其余仍在途中。`,
}

const en: SendTexts = {
  send: 'send a message',
  preview: 'show what a message becomes on each account, without sending it',
  account: 'accounts, several by commas',
  to: 'recipient, repeatable: mobile:13800000001, email:a@b.cn, user:wecom:zhangsan, dept:…, tag:…, everyone',
  text: 'plain text',
  markdown: 'Markdown, together with --title',
  title: 'title of the Markdown',
  file: 'JSON file as POST /v1/messages takes it; other flags win over it',
  lane: 'urgent, normal or bulk',
  onRepeat: 'when the same text has just been sent: send, distinguish or suppress',
  idempotencyKey: 'sends once only however often it is repeated with the same key',
  wait: 'wait for everybody’s result: delivered, the best the channel can tell, or not',
  timeout: 'how long to wait at most, for example 60s, 5m',
  json: 'print one JSON object and nothing else',
  accepted: (id, recipients) => `Accepted: ${id} (${recipients} recipients)`,
  follow: (id) => `What became of it: hongyan status ${id}`,
  noDuration: (text) => `${text} is no duration; write for example 60s, 5m, 500ms.`,
  timedOut: (arrived, total) =>
    `Time is over: ${arrived} of ${total} have a result, the others are on their way.`,
}

export const sendTexts: Readonly<Record<Language, SendTexts>> = { zh, en }
