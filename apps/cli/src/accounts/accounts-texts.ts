import type { Language } from '../language.ts'

export interface AccountsTexts {
  readonly accounts: string
  readonly add: string
  readonly list: string
  readonly diagnose: string
  readonly channel: string
  readonly app: string
  readonly set: string
  readonly option: string
  readonly json: string
  readonly columns: string[]
  readonly added: (name: string) => string
  readonly noAssignment: (text: string) => string
  readonly unreadable: (path: string) => string
  readonly unknownChannel: (channel: string, known: string) => string
}

const zh: AccountsTexts = {
  accounts: '账号：应用凭证加上一个渠道',
  add: '添加账号；需要哪些字段见 GET /v1/channels',
  list: '列出账号',
  diagnose: '检查账号能否发送，不会发给任何人',
  channel: '渠道，例如 dingtalk.work、wecom.app、dingtalk.webhook',
  app: '已有应用的名称，或新应用的名称；默认与账号同名',
  set: '凭证字段，可多次；值写成 @文件 则读取文件内容，密钥就不会留在命令历史里',
  option: '账号选项，可多次',
  json: '只输出 JSON',
  columns: ['账号', '应用', '渠道', '状态'],
  added: (name) => `已添加账号 ${name}`,
  noAssignment: (text) => `${text} 应写成 字段=值`,
  unreadable: (path) => `读不到文件 ${path}`,
  unknownChannel: (channel, known) => `没有渠道 ${channel}；现有：${known}`,
}

const en: AccountsTexts = {
  accounts: 'accounts: the credential of an app on a channel',
  add: 'add an account; GET /v1/channels tells which fields it needs',
  list: 'list the accounts',
  diagnose: 'try whether an account can send, without sending to anybody',
  channel: 'channel, for example dingtalk.work, wecom.app, dingtalk.webhook',
  app: 'name of an app that exists, or for the new one; by default the account’s',
  set: 'field of the credential, repeatable; @file reads the value from a file, and so keeps it out of the history',
  option: 'option of the account, repeatable',
  json: 'print JSON and nothing else',
  columns: ['account', 'app', 'channel', 'status'],
  added: (name) => `Added account ${name}`,
  noAssignment: (text) => `${text} should read field=value`,
  unreadable: (path) => `Cannot read the file ${path}`,
  unknownChannel: (channel, known) => `No channel is called ${channel}; there are: ${known}`,
}

export const accountsTexts: Readonly<Record<Language, AccountsTexts>> = { zh, en }
