import type { CodeGroup } from './error-codes.ts'

/** What robots and cards of the new host refuse. Source: 钉钉「全局错误码」 and the pages of the calls, 2026-08-22. */
export const REFUSED_BY_ROBOT: readonly CodeGroup[] = [
  {
    kind: 'rejected',
    codes: [
      ...[
        'resource.not.found',
        'resource.unavailable',
        'robot.oto.notExist',
        'invalid.chatbotId',
        'bot.stopped',
      ],
      ...['not.allowed.robotCode', 'chatbotId.notAllow.sendOTO', /^invalidParameter\.robotCode/],
    ],
    remedy: {
      zh: '机器人不可用：robotCode 不正确、与应用的 AppKey 不匹配或已停用；发群消息时也可能是机器人不在这个群里，或 openConversationId 是单聊会话。请核对 robotCode，并把机器人加入群。',
      en: 'The robot cannot be used: its robotCode is wrong, not that of this AppKey, or stopped. For a group it may also be no member of that group, or openConversationId be a conversation of two. Check robotCode and add the robot to the group.',
    },
  },
  {
    kind: 'rejected',
    codes: [
      ...[
        'miss.openConversationId',
        'invalid.openConversationId',
        'conversation.org.notMatch',
        'group.disbanded',
      ],
      ...['session.notExisted', 'session.expired'],
    ],
    remedy: {
      zh: '会话不可用：openConversationId 缺失、无效、不属于本企业、群已解散，或 sessionWebhook 已过期（约 90 分钟）。请用机器人在该群收到的 conversationId。',
      en: 'The conversation cannot be used: openConversationId is missing, invalid or of another organisation, the group is gone, or the sessionWebhook has expired (about 90 min). Use the conversationId of a message the robot received there.',
    },
  },
  {
    kind: 'rejected',
    codes: [
      ...['processQueryKey.expireTime', 'robot.processQueryKey.expired', 'invalid.processQueryKey'],
      ...['notRevoke.all.messages', /^invalidParameter\.processQueryKey/],
    ],
    remedy: {
      zh: 'processQueryKey 无效或不可用：已读状态和撤回只限发送后 24 小时内，一次最多 20 条；刚发送时也可能暂时查不到，请稍后再试。',
      en: 'The processQueryKey is invalid or no longer usable: read status and recall work for 24 h after sending, for at most 20 messages at once. Just after sending it may not be known yet: ask a little later.',
    },
  },
  {
    kind: 'rejected',
    codes: [/^invalidParameter\.userIds?/, 'miss.staffId', 'ding.receivercount.limit'],
    remedy: {
      zh: '接收人缺失或过多：单聊消息一次最多 20 人；DING 一次最多 200 人，短信和电话最多 20 人。',
      en: 'Receivers are missing or too many: at most 20 for a robot’s message to persons; a DING takes 200, by SMS or phone 20.',
    },
  },
  {
    kind: 'rejected',
    codes: ['keywords.not.match', 'sign.not.match', 'invalidParameter.token.invalid'],
    remedy: {
      zh: '未通过群机器人的安全设置（关键词或加签），或 Webhook 的 token 不正确。请到群设置核对。',
      en: 'The group robot’s security settings (keywords or signature) refused it, or the webhook’s token is wrong. Compare the group’s settings.',
    },
  },
  {
    kind: 'rejected',
    codes: ['only.groupAdmin.canAtAll'],
    remedy: {
      zh: '该群只有群管理员可以 @所有人。请去掉 isAtAll，或由群主调整群设置。',
      en: 'In this group only administrators may alert everybody. Leave isAtAll out, or have the group’s setting changed.',
    },
  },
  {
    kind: 'rejected',
    codes: ['ding.serverquota.insufficient'],
    remedy: {
      zh: '企业的 DING 额度已用完，请购买额度，或改用普通消息。',
      en: 'The organisation’s DING quota is used up: buy more, or send an ordinary message.',
    },
  },
  {
    kind: 'rejected',
    codes: [/^param\./],
    remedy: {
      zh: '卡片的参数不对：核对 cardTemplateId、outTrackId、openSpaceId 与 cardParamMap（值必须是字符串）。',
      en: 'The card’s parameters are wrong: check cardTemplateId, outTrackId, openSpaceId and cardParamMap, whose values are texts.',
    },
  },
]

/** What any call answers to a request of the wrong form; tried last, as its patterns are the widest. */
export const MALFORMED: readonly CodeGroup[] = [
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
