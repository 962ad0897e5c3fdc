import type { CodeGroup } from '../error-codes.ts'
import { BUSY_PAUSE_MS, MINUTE_LIMIT_BLOCK_MS } from '../limits.ts'

/** Whether a call may be made at all: credential, permission, address, frequency. Source: 企业微信「全局错误码」, 2024-04-08. */
export const ACCESS_CODES: readonly CodeGroup[] = [
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
    codes: [48009],
    remedy: {
      zh: '通讯录同步的 secret 不再允许从新增的 IP 调用此接口。请改用自建应用的 secret。',
      en: 'The secret of contact synchronisation may not call this API from new addresses. Use the secret of an app of your own.',
    },
  },
  {
    kind: 'rejected',
    codes: [40057],
    remedy: {
      zh: '回调 URL 验证未通过：请在 1 秒内原样返回解密后的 echostr，并核对 Token、EncodingAESKey 与企业 ID。',
      en: 'The callback URL was not verified: answer the decrypted echostr as it is within a second, and compare Token, EncodingAESKey and corpid.',
    },
  },
]
