import type { Remedy } from '@hongyan/platform-call'
import { BUSY_PAUSE_MS, MINUTE_LIMIT_BLOCK_MS } from './limits.ts'

/** What a code means for the caller: may the call be repeated, and what is to be done. */
export type CodeMeaning =
  | { readonly kind: 'rejected' | 'token'; readonly remedy: Remedy }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number; readonly remedy: Remedy }

/**
 * The codes of sending, recalling, looking up and authorising. Source: 企业微信「全局错误码」, 2024-04-08; waits:
 * 「访问频率限制」, 2023-08-28. Codes that are not here are `rejected` and keep the platform's text.
 */
export const CODES: ReadonlyMap<string, CodeMeaning> = new Map<string, CodeMeaning>([
  // Not now
  busy('-1', '系统繁忙', 'The platform is busy'),
  busy('6000', '数据版本冲突', 'Somebody changed the same data'),
  busy('45033', '接口并发超限，请降低并发', 'Too many calls at once: lower the concurrency'),
  [
    '45009',
    {
      kind: 'throttled',
      retryAfterMs: MINUTE_LIMIT_BLOCK_MS,
      remedy: {
        zh: '接口调用超过频率限制。分钟级限制封 60 秒，小时级封 60 分钟，天级到当日结束；多次用错误的 secret 获取 token，会封调用方 IP 一小时。请放慢调用，勿立即重试。',
        en: 'Over a frequency limit. A limit per minute blocks for 60 s, per hour for 60 min, per day until the day ends; fetching tokens with a wrong secret bars your address for an hour. Slow down; do not repeat at once.',
      },
    },
  ],

  // The access token
  token('40014', 'access_token 不合法', 'The access token is invalid'),
  token('42001', 'access_token 已过期', 'The access token has expired'),
  token('41001', '请求缺少 access_token', 'The access token was missing'),
  token('40001', '凭证不合法', 'The credential is invalid'),

  // Credentials and rights
  rejected(
    '40013',
    'corpid 不合法。请在管理后台“我的企业”页面核对企业 ID。',
    'Unknown corpid. Compare it with 我的企业 → 企业信息 in the admin console.',
  ),
  rejected(
    '40091',
    'secret 不属于这个企业。请核对 corpid 与 secret 是否来自同一企业。',
    'The secret belongs to another corp. Take corpid and secret from the same one.',
  ),
  rejected('41002', '请求缺少 corpid。', 'The corpid is missing.'),
  rejected('41004', '请求缺少 corpsecret。', 'The secret is missing.'),
  rejected(
    '45031',
    'secret 不够安全，请在管理后台重置后更新配置。',
    'The secret is too weak: reset it in the admin console and configure the new one.',
  ),
  ...rejectedAlike(
    ['48001', '48002', '60011', '50001'],
    '没有此接口的权限。发消息须使用自建应用自己的 secret（通讯录同步的 secret 不能发消息），并检查应用的权限。',
    'No right to this API. Sending takes the secret of the app itself (the one for contact synchronisation cannot send); check the rights of the app.',
  ),
  ...rejectedAlike(
    ['48004', '48006', '60031', '301007', '50003'],
    '应用被停用、授权失效，或企业不可用。请管理员在管理后台检查应用状态。',
    'The app is disabled, its authorisation was withdrawn, or the corp is not available. Ask the administrator to look at the app.',
  ),
  rejected('48005', '此接口已废弃。', 'The platform has withdrawn this API.'),
  rejected(
    '60020',
    '调用方 IP 不在应用的企业可信 IP 中。请在管理后台该应用的“企业可信IP”中加入调用方 IP，约 1 分钟后生效。',
    'Your address is not among the trusted IPs of the app. Add it under 企业可信IP of the app in the admin console; it takes effect after about a minute.',
  ),
  ...rejectedAlike(
    ['301002', '40056'],
    'agentid 与 secret 不属于同一应用。请核对 agentid。',
    'The agentid is not the one of the app that owns the secret. Correct the agentid.',
  ),

  // Receivers
  rejected(
    '81013',
    '接收人全部无效，没有人收到。通常是接收人不存在或不在应用的可见范围内，请在管理后台调整应用的“可见范围”。',
    'Every receiver is invalid and nobody got it. They do not exist or are outside the visible range (可见范围) of the app; widen it in the admin console.',
  ),
  ...rejectedAlike(
    ['82001', '81012'],
    '没有指定接收人。请至少给出 touser、toparty、totag 之一。',
    'No receiver was given. Give at least one of touser, toparty and totag.',
  ),
  ...rejectedAlike(
    ['40003', '40031', '60111', '60021'],
    '成员不存在、userid 不合法，或不在应用的可见范围内。请核对 userid 与应用的可见范围。',
    'The member does not exist, the userid is malformed, or the member is outside the visible range of the app. Check both.',
  ),
  ...rejectedAlike(
    ['40066', '40068'],
    '部门或标签不存在，或不在应用的可见范围内。',
    'The department or tag does not exist or is outside the visible range of the app.',
  ),
  ...rejectedAlike(
    ['40032', '82002', '82003'],
    '接收人过多：成员最多 1000 个，部门与标签各最多 100 个。请分批发送。',
    'Too many receivers: at most 1 000 members, 100 departments and 100 tags. Split the call.',
  ),
  rejected(
    '46004',
    '成员不存在，或不在应用的可见范围内（两者的应答相同）。',
    'No such member, or outside the visible range of the app: the platform answers both alike.',
  ),
  rejected('60103', '手机号码不合法。', 'This is not a valid mobile number.'),
  rejected(
    '43004',
    '成员未绑定微信或未关注微信插件。',
    'The member has not linked WeChat or does not follow the WeChat plug-in.',
  ),
  ...rejectedAlike(
    ['701099', '701016'],
    '成员没有有效的接口许可，或账号未激活、已过期。请管理员处理接口许可。',
    'The member has no valid API licence, or it is not active or has expired. Ask the administrator for a licence.',
  ),

  // Content
  ...rejectedAlike(
    ['40008', '40033', '40035', '40063'],
    '请求参数不合法。请对照平台原文检查 msgtype 与各字段。',
    'A parameter is invalid. Compare msgtype and fields with the platform’s text.',
  ),
  rejected(
    '40058',
    '请求参数不合法，请对照平台原文检查各字段。撤回时此码表示消息不是由当前应用发送的，须由发送它的应用撤回。',
    'A parameter is invalid; compare the fields with the platform’s text. On a recall it means that another app sent the message: recall it with that one.',
  ),
  ...rejectedAlike(
    ['44004', '41006', '41009', '41010', '41011', '41016', '41033'],
    '缺少必填内容。请按平台原文补全字段。',
    'A required field is empty or missing. Fill in what the platform’s text names.',
  ),
  ...rejectedAlike(
    ['45002', '45008', '45032', '40039'],
    '内容超过平台限制。请缩短内容或减少图文数量。',
    'The content exceeds a limit of the platform. Shorten it or take fewer articles.',
  ),
  rejected('45034', 'url 必须以 http:// 或 https:// 开头。', 'A url must begin with http:// or https://.'),
  rejected(
    '40074',
    'news 不支持保密（safe）。请去掉 safe，或改用 mpnews。',
    'A news message cannot be confidential. Leave safe out, or send mpnews.',
  ),
  rejected(
    '43012',
    '此类消息要求应用先配置接收消息的回调 URL。',
    'This kind of message needs a callback URL configured for the app.',
  ),
  ...rejectedAlike(
    ['82004', '85002'],
    '内容被平台拒绝（含不合法词语，或可能使客户端异常）。请修改内容。',
    'The platform refuses this content (forbidden words, or a danger to its clients). Change it.',
  ),

  // Recall
  rejected(
    '42052',
    '消息已超过 24 小时，不能撤回。',
    'The message is older than 24 hours and can no longer be recalled.',
  ),
])

type Entry = [code: string, meaning: CodeMeaning]

function rejected(code: string, zh: string, en: string): Entry {
  return [code, { kind: 'rejected', remedy: { zh, en } }]
}

/** Codes that differ only in the platform's text, which the error keeps. */
function rejectedAlike(codes: readonly string[], zh: string, en: string): Entry[] {
  return codes.map((code) => rejected(code, zh, en))
}

function token(code: string, zh: string, en: string): Entry {
  const remedy = {
    zh: `${zh}，重新获取后仍被拒绝。请核对 corpid、secret，以及应用是否被停用、secret 是否已重置。`,
    en: `${en}, and renewing it did not help. Check corpid and secret, and whether the app was disabled or its secret reset.`,
  }
  return [code, { kind: 'token', remedy }]
}

function busy(code: string, zh: string, en: string): Entry {
  const remedy = { zh: `${zh}，请稍候重试。`, en: `${en}; repeat after a short wait.` }
  return [code, { kind: 'throttled', retryAfterMs: BUSY_PAUSE_MS, remedy }]
}
