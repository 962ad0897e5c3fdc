import type { Language } from '../language.ts'
import type { Finding } from './finding.ts'

/** Everything the demo says. The states are the product's words and are explained beside the table. */
export interface DemoTexts {
  readonly content: string
  readonly unknownPerson: string
  readonly intro: (people: number) => string
  readonly platforms: Readonly<Record<Finding['platform'], string>>
  readonly columns: readonly [string, string, string, string, string]
  readonly why: Readonly<Record<Finding['why'], { reason: string; remedy: string }>>
  readonly recalled: (name: string) => string
  readonly shows: (copies: { platform: string; recalled: boolean }[]) => string
  readonly legend: string
  readonly next: string
  readonly tryInbox: (name: string) => string
  readonly tryRobot: string
  readonly tryGroup: string
  readonly tryRequests: string
  readonly tryExample: string
}

const zh: DemoTexts = {
  content: '【鸿雁】您的请假申请已通过，祝旅途愉快。',
  unknownPerson: '（无此号码）',
  intro: (people) =>
    `按手机号给 ${people} 个人各发一条通知，钉钉和企业微信都发。其中有人只用一个平台，有一个号码不存在，有人不在应用可见范围内，\n有人从未登录，还有人今天已经收到过同样的内容：`,
  platforms: { dingtalk: '钉钉', wecom: '企业微信' },
  columns: ['人员', '平台', '状态', '原因', '怎么办'],
  why: {
    read: { reason: '平台点名：已读', remedy: '' },
    unread: { reason: '平台点名：已送达，未读', remedy: '' },
    accepted: { reason: '平台已接受；企业微信不提供送达回执', remedy: '' },
    no_such_mobile: {
      reason: '通讯录里没有这个手机号',
      remedy: '核对号码，或请对方在企业通讯录中登记手机号',
    },
    not_found_or_invisible: {
      reason: '查无此人，或不在应用可见范围内（46004）',
      remedy: '核对号码；确认此人在企业微信中，且在应用的可见范围内',
    },
    out_of_range: {
      reason: '不在应用可见范围内，平台判为无效',
      remedy: '在管理后台把此人加入应用的可见范围',
    },
    repeated: {
      reason: '今天已收到过同样内容，平台静默过滤（143106）',
      remedy: '改动内容后重发，例如带上时间或单号',
    },
    forbidden: { reason: '平台过滤，未送达', remedy: '见平台错误码' },
    failed: { reason: '平台发送失败', remedy: '稍后重发' },
    not_listed: { reason: '平台的结果里没有提到此人', remedy: '无法确认是否送达，请用其他方式联系' },
  },
  recalled: (name) => `撤回这条消息后，${name} 的手机上：`,
  shows: (copies) =>
    copies.map((copy) => `  ${copy.platform}：${copy.recalled ? '已撤回' : '仍在'}`).join('\n'),
  legend:
    '状态：read 已读 · delivered 平台点名送达 · sent 平台已接受 · forbidden 被平台过滤 · invalid 发不到此人',
  next: '沙箱仍在运行（Ctrl-C 结束）。另开一个终端，可以试试：',
  tryInbox: (name) => `看看 ${name} 的手机上有什么`,
  tryRobot: '像监控程序那样往群里发一条告警（任何语言都可以，只要把域名换成沙箱地址）',
  tryGroup: '看看群里有什么',
  tryRequests: '每个请求、应答，以及是哪条规则决定的',
  tryExample: '手机号 → userid → 发送 → 进度 → 逐人结果 → 撤回',
}

const en: DemoTexts = {
  content: '[Hongyan] Your leave has been approved. Have a good trip.',
  unknownPerson: '(no such number)',
  intro: (people) =>
    `One notice to each of ${people} people by mobile number, on DingTalk and on WeCom. Some use one platform only, one number
does not exist, somebody is outside the app’s visible range, somebody never logged in, and somebody had the same text today:`,
  platforms: { dingtalk: 'DingTalk', wecom: 'WeCom' },
  columns: ['person', 'platform', 'state', 'reason', 'what to do'],
  why: {
    read: { reason: 'named by the platform: read', remedy: '' },
    unread: { reason: 'named by the platform: reached, not read yet', remedy: '' },
    accepted: { reason: 'accepted; WeCom gives no delivery receipt', remedy: '' },
    no_such_mobile: {
      reason: 'nobody in the directory has this number',
      remedy: 'check the number, or have it entered in the directory',
    },
    not_found_or_invisible: {
      reason: 'nobody of that number, or not in the app’s visible range (46004)',
      remedy: 'check the number; put the person into the app’s visible range',
    },
    out_of_range: {
      reason: 'outside the app’s visible range: listed as invalid',
      remedy: 'add the person to the app’s visible range',
    },
    repeated: {
      reason: 'had the same content today: silently filtered (143106)',
      remedy: 'change the content, e.g. add a time or a number',
    },
    forbidden: { reason: 'filtered by the platform, not delivered', remedy: 'see the platform’s code' },
    failed: { reason: 'the platform failed to send', remedy: 'send again later' },
    not_listed: {
      reason: 'not mentioned in the platform’s result',
      remedy: 'delivery cannot be confirmed; use another way',
    },
  },
  recalled: (name) => `After recalling it, ${name}’s phone:`,
  shows: (copies) =>
    copies.map((copy) => `  ${copy.platform}: ${copy.recalled ? 'recalled' : 'still there'}`).join('\n'),
  legend:
    'States: read · delivered = the platform names the person as reached · sent = accepted · forbidden = filtered · invalid = cannot be reached',
  next: 'The sandbox keeps running (Ctrl-C ends it). In another terminal, try:',
  tryInbox: (name) => `what is on ${name}’s phone`,
  tryRobot: 'post an alert to a group as a monitor does (any language: only the host changes)',
  tryGroup: 'what is in the group',
  tryRequests: 'every request, its answer, and the rule that decided it',
  tryExample: 'mobile → userid → send → progress → result per person → recall',
}

export const demoTexts: Readonly<Record<Language, DemoTexts>> = { zh, en }
