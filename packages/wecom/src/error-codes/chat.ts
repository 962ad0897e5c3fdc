import type { CodeGroup } from '../error-codes.ts'

/** Group chats of apps, and group robots. Source: 企业微信「全局错误码」, 2024-04-08. */
export const CHAT_CODES: readonly CodeGroup[] = [
  {
    kind: 'rejected',
    codes: [86001, 86201, 86205, 40050, 86003],
    remedy: {
      zh: 'chatid 缺失、过长、不合法，或群不存在。请使用 appchat 创建时得到的 chatid（最多 32 个数字或字母）。',
      en: 'The chatid is missing, too long, malformed or unknown. Use the one that creating the chat gave (up to 32 digits or letters).',
    },
  },
  {
    kind: 'rejected',
    codes: [49008],
    remedy: {
      zh: '群已解散。请重新创建群聊。',
      en: 'The chat was dissolved. Create a new one.',
    },
  },
  {
    kind: 'rejected',
    codes: [86004],
    remedy: {
      zh: '群名不合法。请修改群名（最多 50 个字符）。',
      en: 'The name of the chat is invalid. Change it (up to 50 characters).',
    },
  },
  {
    kind: 'rejected',
    codes: [86005, 86207, 86217],
    remedy: {
      zh: '群主或发送者不合法，或不在成员列表中。请核对 owner 与 userlist。',
      en: 'Owner or sender is invalid or not among the members. Check owner and userlist.',
    },
  },
  {
    kind: 'rejected',
    codes: [86006, 86204],
    remedy: {
      zh: '群成员人数不合法：须为 2 到 2000 人。',
      en: 'A chat has 2 to 2 000 members.',
    },
  },
  {
    kind: 'rejected',
    codes: [86007, 86216],
    remedy: {
      zh: '群成员中有不合法的 userid。请核对成员是否存在、是否在应用的可见范围内。',
      en: 'A member of the chat is invalid. Check that each exists and is in the visible range of the app.',
    },
  },
  {
    kind: 'rejected',
    codes: [86008],
    remedy: {
      zh: '群是由其他应用创建的，当前应用无权访问。请用创建它的应用发送。',
      en: 'Another app created the chat, so this one may not use it. Send with the app that created it.',
    },
  },
  {
    kind: 'rejected',
    codes: [86101],
    remedy: {
      zh: '只有群主可以这样做。请由群主操作，或先变更群主。',
      en: 'Only the owner of the chat may do this. Let the owner do it, or change the owner first.',
    },
  },
  {
    kind: 'rejected',
    codes: [86215],
    remedy: {
      zh: '会话 ID 已存在，群已经创建过。可以直接使用它。',
      en: 'The chatid exists: the chat was created before. Use it as it is.',
    },
  },
  {
    kind: 'rejected',
    codes: [93000],
    remedy: {
      zh: '机器人 webhook 地址不合法：key 错误，或机器人已被移出群。请在群设置中重新复制 webhook 地址。',
      en: 'The webhook is invalid: the key is wrong, or the robot was removed from the group. Copy the address again from the group’s settings.',
    },
  },
  {
    kind: 'rejected',
    codes: [93004],
    remedy: {
      zh: '机器人已被停用。请在群设置中重新启用，或新建机器人。',
      en: 'The robot was disabled. Enable it in the group’s settings, or add a new one.',
    },
  },
  {
    kind: 'rejected',
    codes: [93006, 93008],
    remedy: {
      zh: '机器人不在群里，或群不可用。请重新把机器人加入群。',
      en: 'The robot is not in the group, or the group is not available. Add the robot to it again.',
    },
  },
]
