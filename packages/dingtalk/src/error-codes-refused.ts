import type { CodeGroup } from './error-codes.ts'

/** What stays refused until somebody changes something: the old host's codes, and those both hosts share a meaning of. */
export const REFUSED: readonly CodeGroup[] = [
  {
    kind: 'rejected',
    codes: [
      40013,
      40089,
      40096,
      'invalidClientIdOrSecret',
      'invalid.client',
      'unauthorized.client',
      'unsupported.grant.type',
    ],
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
    codes: [
      60011,
      43007,
      41044,
      'unauthorized',
      'auth.error',
      'bot.forbidden.sendMessage',
      'send.forbidden',
      /PermissionDenied$/,
    ],
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
    codes: [33012, 40003, 40031, 41009, 46004, 60111, 60120, 60121, 40104, 'staffId.notExisted'],
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
    codes: [40032, 41029, 41028, 'illegal.receivers', 'receivers.exceed'],
    remedy: {
      zh: '接收范围不被允许：一次最多 100 个 userid、20 个部门、合计 5000 人（第三方应用 1000 人，且不能发全员）。',
      en: 'Too many receivers: at most 100 userids, 20 departments and 5 000 people per call (third-party apps: 1 000, and never everyone).',
    },
  },
  {
    kind: 'rejected',
    codes: [
      ...[34004, 34008, 34009, 34010, 34011, 34014, 40007, 40008, 40033, 41006, 44003, 44004, 400105],
      ...[
        /^miss\.param\./,
        /^invalid\.param\./,
        'template.not.existed',
        'template.stopped',
        /^invalidParameter\.msg/,
      ],
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
    codes: [40004, 40005, 40006, 41005, 44001, 45001],
    remedy: {
      zh: '媒体文件缺失、为空，或类型、格式、大小不符合要求：图片、视频、文件不超过 20 MB，语音不超过 2 MB。请检查 type 与文件。',
      en: 'The file is missing or empty, or its kind, format or size is not taken: image, video and file 20 MB, voice 2 MB. Check type and file.',
    },
  },
  {
    kind: 'rejected',
    codes: [40068, 40069, 60019],
    remedy: {
      zh: '分页参数不对：size 为 1 到 100，cursor 从 0 开始、之后用返回的 next_cursor，order_field 只能取文档列出的值。',
      en: 'The paging is wrong: size is 1 to 100, cursor begins at 0 and then is the next_cursor given, order_field one of the documented values.',
    },
  },
  {
    kind: 'rejected',
    codes: [40103],
    remedy: {
      zh: '需要本人同意后才能加入企业，请等待对方在钉钉中确认。',
      en: 'The person has to consent before joining the organisation: wait for that, in DingTalk.',
    },
  },
  {
    kind: 'rejected',
    codes: [885001, 885006, 'invalidSuiteKey', 'invalidSuiteTicket', 'invalidAuthInfo'],
    remedy: {
      zh: '仅第三方应用可用：消息模板不存在或不可用，或 suiteKey、suiteTicket、授权企业不正确。企业内部应用请直接发送消息。',
      en: 'For third-party apps only: the template does not exist or cannot be used, or suite key, suite ticket or corp are wrong. An internal app sends messages directly.',
    },
  },
  {
    kind: 'rejected',
    codes: [71006, 71007, 71009, 71012],
    remedy: {
      zh: '回调地址已存在、不存在或无法通过验证：它须能从公网访问，并在 1500 毫秒内返回加密的 success。',
      en: 'The callback address exists already, does not exist, or failed its check: it must be reachable from outside and answer the encrypted “success” within 1500 ms.',
    },
  },
]
