import type { Remedy } from '@hongyan/platform-call'
import { ADDRESS_BAN_MS, MINUTE_LIMIT_PAUSE_MS, ROBOT_BAN_MS, SECOND_LIMIT_PAUSE_MS } from './limits.ts'

/** What a code means for the one who called. */
export interface CodeMeaning {
  readonly kind: 'rejected' | 'token' | 'throttled' | 'ambiguous'
  /** Only for `throttled`: milliseconds, or until a quota starts anew at midnight in Asia/Shanghai. */
  readonly wait?: number | 'next_day' | 'next_month'
  readonly remedy: Remedy
}

interface CodeGroup extends CodeMeaning {
  readonly codes: readonly (number | string | RegExp)[]
}

/**
 * The one table of codes. Sources: 钉钉「全局错误码」, 「自定义机器人发送群消息」, 「调用频次与限流」, all as of 2026-08-22, and
 * answers of the live service for the codes those pages lack (22, 40096, 130101, 300005, 460101, 660026).
 * Patterns are tried in this order: a throttled call of the new API is `Forbidden.AccessDenied.QpsLimit…` beside
 * `Forbidden.AccessDenied.…PermissionDenied`, both with HTTP 403.
 */
const TABLE: readonly CodeGroup[] = [
  {
    kind: 'throttled',
    wait: SECOND_LIMIT_PAUSE_MS,
    codes: [
      ...[90001, 90002, 90003, 90004, 90005, 90006, 90007, 90008, 90009],
      ...[90010, 90011, 90012, 90013, 90014, 90017, 90018, /QpsLimit/],
    ],
    remedy: {
      zh: '调用过快（标准版每个应用每个接口每秒 20 次）。请等 1 秒后重试，并降低并发、避开整点。',
      en: 'Too many calls within a second (standard edition: 20 per app and interface). Wait 1 s, lower the rate, avoid full hours.',
    },
  },
  {
    kind: 'throttled',
    wait: MINUTE_LIMIT_PAUSE_MS,
    codes: [41046, 41047, 41048, /QpmLimit/],
    remedy: {
      zh: '超过每分钟的次数或人次上限，请一分钟后重试。',
      en: 'The limit of calls or receivers per minute is exceeded: repeat after a minute.',
    },
  },
  {
    kind: 'throttled',
    wait: 'next_month',
    codes: [90020, 20001, /ApiCountLimit/],
    remedy: {
      zh: '本企业当月的接口调用额度已用完，下月 1 日恢复；急需时请在开发者后台购买额度或升级版本。',
      en: 'The organisation’s calls of this month are used up. They start anew on the 1st; or buy more in the developer console.',
    },
  },
  {
    kind: 'throttled',
    wait: 'next_day',
    codes: [41045, 'daily.call.limit'],
    remedy: {
      zh: '今天的次数已用完（全员消息每个应用每天 3 次），请明天再发，或改为按部门、按人发送。',
      en: 'Today’s count is used up (messages to everyone: 3 a day per app). Send tomorrow, or to departments or persons.',
    },
  },
  {
    kind: 'throttled',
    wait: ROBOT_BAN_MS,
    codes: [130101, 410100, 660026],
    remedy: {
      zh: '机器人每分钟最多发 20 条，超过后停发 10 分钟。请等 10 分钟，并把多条消息合并发送。',
      en: 'A robot may send 20 messages a minute and is then mute for 10 minutes. Wait them out, and merge messages.',
    },
  },
  {
    kind: 'throttled',
    wait: ADDRESS_BAN_MS,
    codes: [1111],
    remedy: {
      zh: '本机出口 IP 因请求过多被钉钉封禁 5 分钟（20 秒内超过 10000 次）。期间请停止一切调用，之后降低频率。',
      en: 'This machine’s address is shut out for 5 minutes (over 10 000 calls within 20 s). Stop all calls, then slow down.',
    },
  },
  {
    kind: 'throttled',
    wait: SECOND_LIMIT_PAUSE_MS,
    codes: [-1, 88, 'system.busy', 'systemBusy'],
    remedy: {
      zh: '钉钉系统繁忙，没有执行。请 1 秒后重试，最多三次。',
      en: 'DingTalk is busy and did not execute it. Repeat after 1 s, three times at most.',
    },
  },
  {
    kind: 'throttled',
    codes: [45009, 34015, 'send.too.fast', 'send.byToken.tooFast', /^too\.many\./],
    remedy: {
      zh: '发送过于频繁或暂时失败，平台没有说明要等多久。请逐步延长间隔后重试。',
      en: 'Too frequent, or failed for the moment; the platform does not say how long to wait. Repeat with growing pauses.',
    },
  },
  {
    kind: 'token',
    codes: [
      ...[40014, 42001, 40001, 33001, 41001],
      ...['InvalidAuthentication', 'AuthenticationFailed.MissingParameter'],
    ],
    remedy: {
      zh: 'access_token 被拒绝，更换后仍然无效。请确认 baseUrl 与应用属于同一环境，应用没有被停用或重置密钥。',
      en: 'The access token was refused, and so was its successor. Check that base URL and app belong together, and that the app is neither stopped nor its secret reset.',
    },
  },
  {
    kind: 'ambiguous',
    codes: [15, /^isp\..*timeout$/, 500, 400001, 'system.error', 'server.error', 'send.ding.exception'],
    remedy: {
      zh: '钉钉内部超时或出错，可能已经执行。查询可直接重试（超过 100 人的任务查询结果时必然超时）；发送请先查询结果：工作通知同一天内重发相同内容不会重复到达，机器人请带 msgUuid。',
      en: 'DingTalk timed out or failed inside; it may have been executed. Queries may be repeated (the result of a task of over 100 people always times out). Before repeating a send: the same work notification reaches nobody twice on one day; a robot needs msgUuid.',
    },
  },
  {
    kind: 'rejected',
    codes: [40013, 40089, 40096, 'invalidClientIdOrSecret', 'invalid.client', 'unauthorized.client'],
    remedy: {
      zh: 'AppKey（Client ID）或 AppSecret（Client Secret）不正确。请到开发者后台「凭证与基础信息」核对。',
      en: 'AppKey (Client ID) or AppSecret (Client Secret) is wrong. Compare them with the app’s credentials in the developer console.',
    },
  },
  {
    kind: 'rejected',
    codes: [60020, /IpNotInWhiteList/, 'ip.not.match'],
    remedy: {
      zh: '服务器出口 IP 不在应用的白名单中。请到开发者后台「安全设置」添加，实际 IP 见平台原文。',
      en: 'The server’s address is not on the app’s list. Add it under security settings in the developer console; the platform’s text names it.',
    },
  },
  {
    kind: 'rejected',
    codes: [60011, 43007, 41044, /PermissionDenied$/],
    remedy: {
      zh: '应用没有该接口的权限。请到开发者后台「权限管理」申请并发布应用版本。',
      en: 'The app lacks this permission. Request it under permissions in the developer console and publish the app.',
    },
  },
  {
    kind: 'rejected',
    codes: [50002, 50004],
    remedy: {
      zh: '员工或部门不在应用的可见范围或通讯录授权范围内。请由管理员调整范围。',
      en: 'The person or department is outside the app’s visible range or contacts scope. An administrator can widen it.',
    },
  },
  {
    kind: 'rejected',
    codes: [50003, 50005],
    remedy: {
      zh: '应用或企业已被停用，请联系企业管理员。',
      en: 'The app or the organisation is disabled: ask its administrator.',
    },
  },
  {
    kind: 'rejected',
    codes: [40056, 41011, 52019, 70003, 70004],
    remedy: {
      zh: 'AgentId 缺失或与 AppKey 不属于同一个应用。请到开发者后台应用信息中核对。',
      en: 'The AgentId is missing or not that of this AppKey’s app. Compare them in the developer console.',
    },
  },
  {
    kind: 'rejected',
    codes: [33012, 40003, 40031, 41009, 46004, 60111, 60120, 60121, 40104],
    remedy: {
      zh: '接收人不存在、已离职或被停用。请重新由手机号查询 userid。',
      en: 'Such a person does not exist, has left or is disabled. Look the userid up again by mobile number.',
    },
  },
  {
    kind: 'rejected',
    codes: [40009, 60003],
    remedy: {
      zh: '部门不存在，请核对部门 id（根部门为 1）。',
      en: 'No such department: check the id (the root is 1).',
    },
  },
  {
    kind: 'rejected',
    codes: [40032, 41029, 41028],
    remedy: {
      zh: '接收范围不被允许：一次最多 100 个 userid、20 个部门、合计 5000 人（第三方应用 1000 人，且不能发全员）。',
      en: 'Too many receivers: at most 100 userids, 20 departments and 5 000 people per call (third-party apps: 1 000, and never everyone).',
    },
  },
  {
    kind: 'rejected',
    codes: [
      ...[34004, 34008, 34009, 34010, 34011, 34014, 40007, 40008, 40033, 41006, 44003, 44004, 400105],
      ...[/^miss\.param\./, /^invalid\.param\./, /^invalidParameter\.msg/],
    ],
    remedy: {
      zh: '消息内容缺少字段、类型不支持或媒体文件无效。请对照「消息类型与数据格式」检查。',
      en: 'The message lacks a field, is of an unknown type, or names an invalid media file. Compare it with the platform’s message types.',
    },
  },
  {
    kind: 'rejected',
    codes: [34016, 41101, 45002, 45003, 45004, 45005, 45006, 45007, 45008, 460101],
    remedy: {
      zh: '内容过长。请缩短（工作通知的 msg 不超过 2048 字节，机器人消息不超过 20000 字节），或拆成几条。',
      en: 'Too long. Shorten it (a work notification’s msg: 2 048 bytes, a robot’s message: 20 000 bytes) or split it.',
    },
  },
  {
    kind: 'rejected',
    codes: [40048, 41049, 430101, 430102, 430103, 430104, /^contain\./],
    remedy: {
      zh: '内容或链接被平台判定为违禁或不安全，请修改后再发。',
      en: 'The platform holds content or link to be forbidden or unsafe: change it.',
    },
  },
  {
    kind: 'rejected',
    codes: [300001, 300005, 400013, 400101, 400102, 400106],
    remedy: {
      zh: '机器人不存在、已停用、群已解散，或 Webhook 的 access_token 不正确。请到群设置重新复制 Webhook 地址。',
      en: 'The robot does not exist or is stopped, its group is gone, or the webhook’s access_token is wrong. Copy the webhook again from the group’s settings.',
    },
  },
  {
    kind: 'rejected',
    codes: [34001, 34002, 34003],
    remedy: {
      zh: '会话或发送者无效，请核对会话 id。',
      en: 'Conversation or sender is invalid: check the conversation’s id.',
    },
  },
  {
    kind: 'rejected',
    codes: [41052],
    remedy: {
      zh: '任务尚未完成，或接收人超过 100 人而不提供结果。请先查询进度；进度完成后仍报此错，则该任务没有结果可查。',
      en: 'The task is unfinished, or has over 100 receivers and therefore no result. Ask for the progress first; if it is done, there is no result to be had.',
    },
  },
  {
    kind: 'rejected',
    codes: [
      ...[22, 404, 40000, 40035, 40038, 41015, 43001, 43002, 43003, 43004, 43005, 43008, 43009],
      ...[44002, 47001, 400002, /^Missing/, /^Invalidbody$/, /^invalidParameter/],
    ],
    remedy: {
      zh: '请求的路径、方法、格式或参数不对，原因见平台原文。',
      en: 'Path, method, format or parameters of the request are wrong; the platform’s text says which.',
    },
  },
]

const byCode = new Map<string, CodeMeaning>()
const byPattern: { readonly pattern: RegExp; readonly meaning: CodeMeaning }[] = []
for (const { codes, ...meaning } of TABLE) {
  for (const code of codes) {
    if (code instanceof RegExp) byPattern.push({ pattern: code, meaning })
    else byCode.set(String(code), meaning)
  }
}

/** The meaning of a code; undefined if no table of the platform lists it. */
export function meaningOf(code: string): CodeMeaning | undefined {
  return byCode.get(code) ?? byPattern.find(({ pattern }) => pattern.test(code))?.meaning
}
