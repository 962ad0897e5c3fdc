import type { CodeGroup } from '../error-codes.ts'

/** What a message says. Source: 企业微信「全局错误码」, 2024-04-08. */
export const CONTENT_CODES: readonly CodeGroup[] = [
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
    codes: [60206, 60207, 60208],
    remedy: {
      zh: 'template_msg 只供第三方应用使用，且不能发给 @all、部门或标签。请改用其他类型。',
      en: 'Only third-party apps may send template_msg, and not to @all, departments or tags. Send another type.',
    },
  },
  {
    kind: 'rejected',
    codes: [90200, 90207, 90208],
    remedy: {
      zh: '小程序通知的 appid 缺失、不合法，或与应用绑定的小程序不符。请核对 appid。',
      en: 'The appid of the mini-program notice is missing, malformed or not the one bound to the app. Check the appid.',
    },
  },
  {
    kind: 'rejected',
    codes: [90201, 90202, 90203, 90204],
    remedy: {
      zh: '小程序通知的 content_item、key、value 或 page 超过限制。请按 key ≤ 10 字、value ≤ 30 字、最多 10 项、page ≤ 1024 字节修改。',
      en: 'Items, key, value or page of the mini-program notice exceed a limit: at most 10 items, keys of 10 and values of 30 characters, a page of 1 024 bytes.',
    },
  },
  {
    kind: 'rejected',
    codes: [90205],
    remedy: {
      zh: '小程序通知的参数不合法。请对照平台原文检查各字段。',
      en: 'A parameter of the mini-program notice is invalid. Compare the fields with the platform’s text.',
    },
  },
  {
    kind: 'rejected',
    codes: [90206],
    remedy: {
      zh: '应用没有关联这个小程序。请在管理后台把小程序关联到该应用。',
      en: 'The mini-program is not linked to the app. Link it in the admin console.',
    },
  },
]
