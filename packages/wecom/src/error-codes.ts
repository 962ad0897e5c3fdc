import type { Remedy } from '@hongyan/platform-call'
import { BUSY_PAUSE_MS, MINUTE_LIMIT_BLOCK_MS } from './limits.ts'

/** What a code means for the one who called. */
export interface CodeMeaning {
  readonly kind: 'rejected' | 'token' | 'throttled'
  /** Only for `throttled`: milliseconds. */
  readonly wait?: number
  readonly remedy: Remedy
}

interface CodeGroup extends CodeMeaning {
  readonly codes: readonly number[]
}

/**
 * The one table of codes: sending, recalling, looking up and authorising. Codes of one group differ only in the
 * platform's text, which the error keeps. Source: 企业微信「全局错误码」, 2024-04-08; waits: 「访问频率限制」, 2023-08-28.
 */
const TABLE: readonly CodeGroup[] = [
  {
    kind: 'throttled',
    wait: BUSY_PAUSE_MS,
    codes: [-1, 6000],
    remedy: {
      zh: '平台繁忙或数据正被修改，没有执行。请 1 秒后重试，最多三次。',
      en: 'The platform is busy, or somebody changed the same data; it was not executed. Repeat after 1 s, three times at most.',
    },
  },
  {
    kind: 'throttled',
    wait: BUSY_PAUSE_MS,
    codes: [45033],
    remedy: {
      zh: '同时进行的调用过多。请降低并发，稍候重试。',
      en: 'Too many calls at once. Lower the concurrency and repeat after a short wait.',
    },
  },
  {
    kind: 'throttled',
    wait: MINUTE_LIMIT_BLOCK_MS,
    codes: [45009],
    remedy: {
      zh: '接口调用超过频率限制。分钟级限制封 60 秒，小时级封 60 分钟，天级到当日结束；多次用错误的 secret 获取 token，会封调用方 IP 一小时。请放慢调用，勿立即重试。',
      en: 'Over a frequency limit. A limit per minute blocks for 60 s, per hour for 60 min, per day until the day ends; fetching tokens with a wrong secret bars your address for an hour. Slow down; do not repeat at once.',
    },
  },
  {
    kind: 'token',
    codes: [40014, 42001, 41001, 40001],
    remedy: {
      zh: 'access_token 被拒绝，重新获取后仍然无效。请核对 corpid、secret，以及应用是否被停用、secret 是否已重置。',
      en: 'The access token was refused, and so was its successor. Check corpid and secret, and whether the app was disabled or its secret reset.',
    },
  },
  {
    kind: 'rejected',
    codes: [40013],
    remedy: {
      zh: 'corpid 不合法。请在管理后台“我的企业”页面核对企业 ID。',
      en: 'Unknown corpid. Compare it with 我的企业 → 企业信息 in the admin console.',
    },
  },
  {
    kind: 'rejected',
    codes: [40091],
    remedy: {
      zh: 'secret 不属于这个企业。请核对 corpid 与 secret 是否来自同一企业。',
      en: 'The secret belongs to another corp. Take corpid and secret from the same one.',
    },
  },
  {
    kind: 'rejected',
    codes: [41002, 41004],
    remedy: {
      zh: '请求缺少 corpid 或 corpsecret。请检查 baseUrl 与代理是否丢失了查询参数。',
      en: 'Corpid or secret is missing. Check whether base URL or proxy lose the query.',
    },
  },
  {
    kind: 'rejected',
    codes: [45031],
    remedy: {
      zh: 'secret 不够安全，请在管理后台重置后更新配置。',
      en: 'The secret is too weak: reset it in the admin console and configure the new one.',
    },
  },
  {
    kind: 'rejected',
    codes: [48001, 48002, 60011, 50001],
    remedy: {
      zh: '没有此接口的权限。发消息须使用自建应用自己的 secret（通讯录同步的 secret 不能发消息），并检查应用的权限。',
      en: 'No right to this API. Sending takes the secret of the app itself (the one for contact synchronisation cannot send); check the rights of the app.',
    },
  },
  {
    kind: 'rejected',
    codes: [48004, 48006, 60031, 301007, 50003],
    remedy: {
      zh: '应用被停用、授权失效，或企业不可用。请管理员在管理后台检查应用状态。',
      en: 'The app is disabled, its authorisation was withdrawn, or the corp is not available. Ask the administrator to look at the app.',
    },
  },
  {
    kind: 'rejected',
    codes: [48005],
    remedy: { zh: '此接口已废弃。', en: 'The platform has withdrawn this API.' },
  },
  {
    kind: 'rejected',
    codes: [60020],
    remedy: {
      zh: '调用方 IP 不在应用的企业可信 IP 中。请在管理后台该应用的“企业可信IP”中加入调用方 IP，约 1 分钟后生效。',
      en: 'Your address is not among the trusted IPs of the app. Add it under 企业可信IP of the app in the admin console; it takes effect after about a minute.',
    },
  },
  {
    kind: 'rejected',
    codes: [301002, 40056],
    remedy: {
      zh: 'agentid 与 secret 不属于同一应用。请核对 agentid。',
      en: 'The agentid is not the one of the app that owns the secret. Correct the agentid.',
    },
  },
  {
    kind: 'rejected',
    codes: [81013],
    remedy: {
      zh: '接收人全部无效，没有人收到。通常是接收人不存在或不在应用的可见范围内，请在管理后台调整应用的“可见范围”。',
      en: 'Every receiver is invalid and nobody got it. They do not exist or are outside the visible range (可见范围) of the app; widen it in the admin console.',
    },
  },
  {
    kind: 'rejected',
    codes: [82001, 81012],
    remedy: {
      zh: '没有指定接收人。请至少给出 touser、toparty、totag 之一。',
      en: 'No receiver was given. Give at least one of touser, toparty and totag.',
    },
  },
  {
    kind: 'rejected',
    codes: [40003, 40031, 60111, 60021, 50002],
    remedy: {
      zh: '成员不存在、userid 不合法，或不在应用的可见范围内。请核对 userid 与应用的可见范围。',
      en: 'The member does not exist, the userid is malformed, or the member is outside the visible range of the app. Check both.',
    },
  },
  {
    kind: 'rejected',
    codes: [40066, 40068],
    remedy: {
      zh: '部门或标签不存在，或不在应用的可见范围内。',
      en: 'The department or tag does not exist or is outside the visible range of the app.',
    },
  },
  {
    kind: 'rejected',
    codes: [40032, 82002, 82003],
    remedy: {
      zh: '接收人过多：成员最多 1000 个，部门与标签各最多 100 个。请分批发送。',
      en: 'Too many receivers: at most 1 000 members, 100 departments and 100 tags. Split the call.',
    },
  },
  {
    kind: 'rejected',
    codes: [46004],
    remedy: {
      zh: '成员不存在，或不在应用的可见范围内（两者的应答相同）。',
      en: 'No such member, or outside the visible range of the app: the platform answers both alike.',
    },
  },
  {
    kind: 'rejected',
    codes: [60103],
    remedy: { zh: '手机号码不合法，请核对号码。', en: 'This is not a valid mobile number: check it.' },
  },
  {
    kind: 'rejected',
    codes: [43004],
    remedy: {
      zh: '成员未绑定微信或未关注微信插件。',
      en: 'The member has not linked WeChat or does not follow the WeChat plug-in.',
    },
  },
  {
    kind: 'rejected',
    codes: [701099, 701016],
    remedy: {
      zh: '成员没有有效的接口许可，或账号未激活、已过期。请管理员处理接口许可。',
      en: 'The member has no valid API licence, or it is not active or has expired. Ask the administrator for a licence.',
    },
  },
  {
    kind: 'rejected',
    codes: [40008, 40033, 40035, 40063],
    remedy: {
      zh: '请求参数不合法。请对照平台原文检查 msgtype 与各字段。',
      en: 'A parameter is invalid. Compare msgtype and fields with the platform’s text.',
    },
  },
  {
    kind: 'rejected',
    codes: [40058],
    remedy: {
      zh: '请求参数不合法，请对照平台原文检查各字段。撤回时此码表示消息不是由当前应用发送的，须由发送它的应用撤回。',
      en: 'A parameter is invalid; compare the fields with the platform’s text. On a recall it means that another app sent the message: recall it with that one.',
    },
  },
  {
    kind: 'rejected',
    codes: [44004, 41006, 41009, 41010, 41011, 41016, 41033],
    remedy: {
      zh: '缺少必填内容。请按平台原文补全字段。',
      en: 'A required field is empty or missing. Fill in what the platform’s text names.',
    },
  },
  {
    kind: 'rejected',
    codes: [45002, 45008, 45032, 40039],
    remedy: {
      zh: '内容超过平台限制。请缩短内容或减少图文数量。',
      en: 'The content exceeds a limit of the platform. Shorten it or take fewer articles.',
    },
  },
  {
    kind: 'rejected',
    codes: [45034],
    remedy: {
      zh: 'url 必须以 http:// 或 https:// 开头。',
      en: 'A url must begin with http:// or https://.',
    },
  },
  {
    kind: 'rejected',
    codes: [40074],
    remedy: {
      zh: 'news 不支持保密（safe）。请去掉 safe，或改用 mpnews。',
      en: 'A news message cannot be confidential. Leave safe out, or send mpnews.',
    },
  },
  {
    kind: 'rejected',
    codes: [43012],
    remedy: {
      zh: '此类消息要求应用先配置接收消息的回调 URL。',
      en: 'This kind of message needs a callback URL configured for the app.',
    },
  },
  {
    kind: 'rejected',
    codes: [82004, 85002],
    remedy: {
      zh: '内容被平台拒绝（含不合法词语，或可能使客户端异常）。请修改内容。',
      en: 'The platform refuses this content (forbidden words, or a danger to its clients). Change it.',
    },
  },
  {
    kind: 'rejected',
    codes: [42052],
    remedy: {
      zh: '消息已超过 24 小时，不能撤回。',
      en: 'The message is older than 24 hours and can no longer be recalled.',
    },
  },
]

const byCode = new Map<string, CodeMeaning>()
for (const { codes, ...meaning } of TABLE) {
  for (const code of codes) byCode.set(String(code), meaning)
}

/** The meaning of a code; undefined if the table does not list it. */
export const meaningOf = (code: string): CodeMeaning | undefined => byCode.get(code)
