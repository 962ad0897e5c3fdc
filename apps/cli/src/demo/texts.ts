import type { Language } from '../language.ts'

/** Everything the demo says. The states are the product's words and are explained beside the table. */
export interface DemoTexts {
  readonly content: string
  readonly unknownPerson: string
  readonly intro: (people: number) => string
  readonly platforms: Readonly<Record<'dingtalk' | 'wecom', string>>
  readonly columns: readonly [string, string, string, string, string]
  readonly read: string
  readonly delivered: string
  /** Of `sent`: nothing better will ever be known, or not yet. */
  readonly noReceipts: (platform: string) => string
  readonly unconfirmed: string
  readonly legend: string
  readonly recalled: (name: string) => string
  readonly shows: (copies: { platform: string; recalled: boolean }[]) => string
}

const zh: DemoTexts = {
  content: '【鸿雁】您的请假申请已通过，祝旅途愉快。',
  unknownPerson: '（无此号码）',
  intro: (people) =>
    `按手机号给 ${people} 个人各发一条通知，钉钉和企业微信都发。其中有人只用一个平台，有一个号码不存在，有人不在应用可见范围内，\n有人从未登录，还有人今天已经收到过同样的内容：`,
  platforms: { dingtalk: '钉钉', wecom: '企业微信' },
  columns: ['人员', '平台', '状态', '原因', '怎么办'],
  read: '平台点名：已读',
  delivered: '平台点名：已送达，未读',
  noReceipts: (platform) => `平台已接受；${platform}不提供送达回执`,
  unconfirmed: '平台已接受；还没有确认是否送达',
  legend:
    '状态：read 已读 · delivered 平台点名送达 · sent 平台已接受 · forbidden 被平台过滤 · invalid 发不到此人\n括号里是平台自己的错误码。',
  recalled: (name) => `撤回这条消息后，${name} 的手机上：`,
  shows: (copies) =>
    copies.map((copy) => `  ${copy.platform}：${copy.recalled ? '已撤回' : '仍在'}`).join('\n'),
}

const en: DemoTexts = {
  content: '[Hongyan] Your leave has been approved. Have a good trip.',
  unknownPerson: '(no such number)',
  intro: (people) =>
    `One notice to each of ${people} people by mobile number, on DingTalk and on WeCom. Some use one platform only, one number
does not exist, somebody is outside the app’s visible range, somebody never logged in, and somebody had the same text today:`,
  platforms: { dingtalk: 'DingTalk', wecom: 'WeCom' },
  columns: ['person', 'platform', 'state', 'reason', 'what to do'],
  read: 'named by the platform: read',
  delivered: 'named by the platform: reached, not read yet',
  noReceipts: (platform) => `accepted; ${platform} gives no delivery receipt`,
  unconfirmed: 'accepted; not confirmed yet',
  legend:
    'States: read · delivered = the platform names the person as reached · sent = accepted · forbidden = filtered · invalid = cannot be reached\nIn brackets: the platform’s own code.',
  recalled: (name) => `After recalling it, ${name}’s phone:`,
  shows: (copies) =>
    copies.map((copy) => `  ${copy.platform}: ${copy.recalled ? 'recalled' : 'still there'}`).join('\n'),
}

export const demoTexts: Readonly<Record<Language, DemoTexts>> = { zh, en }
