import type { CodeGroup } from '../error-codes.ts'

/** Template cards, their updates, and recalling. Source: 企业微信「全局错误码」, 2024-04-08. */
export const CARD_CODES: readonly CodeGroup[] = [
  {
    kind: 'rejected',
    codes: [42052],
    remedy: {
      zh: '消息已超过 24 小时，不能撤回。',
      en: 'The message is older than 24 hours and can no longer be recalled.',
    },
  },
  {
    kind: 'rejected',
    codes: [42014],
    remedy: {
      zh: 'task_id 不合法：1 到 128 个字符，只含数字、字母与 _-@，且在应用内不能重复。',
      en: 'The task_id is invalid: 1 to 128 of 0-9 A-Z a-z _ - @, never used before in the app.',
    },
  },
  {
    kind: 'rejected',
    codes: [42015, 42016],
    remedy: {
      zh: '更新的卡片不是由当前应用发送的，或 task_id 不存在。请用发送它的应用更新。',
      en: 'Another app sent the card, or there is no such task_id. Update it with the app that sent it.',
    },
  },
  {
    kind: 'rejected',
    codes: [42017, 42018, 42019, 42020, 42038, 42039],
    remedy: {
      zh: '按钮缺少文字或 key，或 key 不合法、不存在。请补全 button_list 中的 text 与 key。',
      en: 'A button lacks text or key, or its key is invalid or unknown. Complete text and key in button_list.',
    },
  },
  {
    kind: 'rejected',
    codes: [42027, 42029, 42050],
    remedy: {
      zh: 'horizontal_content_list 缺少 keyname，或缺少类型要求的 media_id、userid。请补全该行。',
      en: 'A line of horizontal_content_list lacks its keyname, or the media_id or userid that its type needs. Complete it.',
    },
  },
  {
    kind: 'rejected',
    codes: [42028, 42030],
    remedy: {
      zh: '链接缺少 url（type 1）或 appid（type 2）。请检查 card_action、jump_list 与 horizontal_content_list。',
      en: 'A link lacks its url (type 1) or appid (type 2). Look at card_action, jump_list and horizontal_content_list.',
    },
  },
  {
    kind: 'rejected',
    codes: [42031],
    remedy: {
      zh: 'card_type 不合法。请使用五种模板卡片之一。',
      en: 'The card_type is invalid. Take one of the five.',
    },
  },
  {
    kind: 'rejected',
    codes: [42033, 42044, 42045, 42046, 42049, 42043, 42040, 42041],
    remedy: {
      zh: '卡片缺少必填内容（标题、图片 url、card_action、submit_button、question_key 或选项的 id 与文字）。请按平台原文补全。',
      en: 'The card lacks something required (a title, the picture’s url, card_action, submit_button, question_key, or id and text of an option). Complete what the platform’s text names.',
    },
  },
  {
    kind: 'rejected',
    codes: [42035, 42036, 42037, 42042, 42047],
    remedy: {
      zh: '卡片中某个列表的长度不合法：horizontal ≤ 6、vertical ≤ 4、jump ≤ 3、select 1–3，选项 1–10（checkbox 1–20）。',
      en: 'A list of the card has a wrong length: horizontal up to 6, vertical up to 4, jump up to 3, select 1 to 3, options 1 to 10 (checkbox 1 to 20).',
    },
  },
  {
    kind: 'rejected',
    codes: [42051],
    remedy: {
      zh: 'action_menu 中有重复的 key。请让每一项的 key 不同。',
      en: 'Two items of action_menu have the same key. Give each its own.',
    },
  },
  {
    kind: 'rejected',
    codes: [60140],
    remedy: {
      zh: 'response_code 无效：已超过 72 小时，或已经用过一次。请用点击回调里的新 response_code，否则重新发送卡片。',
      en: 'The response_code is invalid: older than 72 hours, or used already. Take the new one from a click’s callback, or send the card again.',
    },
  },
]
