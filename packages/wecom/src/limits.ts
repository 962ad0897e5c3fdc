/**
 * Every figure WeCom documents for what this package sends. Each names its unit, where it comes from, and what the
 * platform does beyond it. Bytes are UTF-8.
 */

// Receivers, per call. Source: 企业微信「发送应用消息」, 2025-09-24.

/** Userids in `touser`. Beyond: the whole call is refused (40032). Unit: userids per call. */
export const MAX_TOUSER = 1000
/** Departments in `toparty`. Beyond: the whole call is refused (82002). Unit: department ids per call. */
export const MAX_TOPARTY = 100
/** Tags in `totag`. Beyond: the whole call is refused (82003). Unit: tag ids per call. */
export const MAX_TOTAG = 100

// Content. Source: 企业微信「发送应用消息」, 2025-09-24.

/** `text.content`. Beyond: cut off silently, the answer is still `ok`. Unit: bytes. */
export const MAX_TEXT_BYTES = 2048
/** `markdown.content`. Beyond: not documented; refused here, since what arrives is not what was written. Unit: bytes. */
export const MAX_MARKDOWN_BYTES = 2048
/**
 * `textcard.title` and `news.articles[].title`. Beyond: cut off silently. The page has said both bytes and (for
 * textcard, lately) characters; the byte figure is safe under either reading. Unit: bytes.
 */
export const MAX_TITLE_BYTES = 128
/** `textcard.description` and `news.articles[].description`. Beyond: as for titles. Unit: bytes. */
export const MAX_DESCRIPTION_BYTES = 512
/** `textcard.url`, `news.articles[].url`, `picurl`. Beyond: refused by the platform. Unit: bytes. */
export const MAX_URL_BYTES = 2048
/** `textcard.btntxt`. Beyond: cut off silently. Unit: characters. */
export const MAX_BTNTXT_CHARACTERS = 4
/** `news.articles`; at least one. Beyond: refused (45008). Unit: articles per message. */
export const MAX_ARTICLES = 8
/** `news.articles[].pagepath`. Beyond: not documented. Unit: bytes. */
export const MAX_PAGEPATH_BYTES = 128

/** `mpnews.articles[].author`. Beyond: refused (45032). Unit: bytes. */
export const MAX_AUTHOR_BYTES = 64
/** `mpnews.articles[].content`, 666 KB. Beyond: refused (45002). Unit: bytes. */
export const MAX_MPNEWS_CONTENT_BYTES = 681_984
/** `miniprogram_notice.page`. Beyond: refused (90204). Unit: bytes. */
export const MAX_NOTICE_PAGE_BYTES = 1024
/** Title and description of a `miniprogram_notice`: 4 to 12 (个汉字). Unit: characters. */
export const MIN_NOTICE_TITLE_CHARACTERS = 4
export const MAX_NOTICE_TITLE_CHARACTERS = 12
/** `miniprogram_notice.content_item`. Beyond: refused (90201). Unit: items. */
export const MAX_NOTICE_ITEMS = 10
/** `content_item[].key`. Beyond: refused (90202). Unit: characters. */
export const MAX_NOTICE_KEY_CHARACTERS = 10
/** `content_item[].value`. Beyond: refused (90203). Unit: characters. */
export const MAX_NOTICE_VALUE_CHARACTERS = 30
/** `taskcard.btn`; at least one. Unit: buttons. */
export const MAX_TASKCARD_BUTTONS = 2
/** `taskcard.btn[].key`. Unit: bytes. */
export const MAX_TASKCARD_KEY_BYTES = 128

// Template cards. Source: 企业微信「发送应用消息」, 2025-09-24, 模板卡片消息; codes: 「全局错误码」, 2024-04-08.

/** `action_menu.action_list`; at least one. Unit: items. */
export const MAX_MENU_ACTIONS = 3
/** `horizontal_content_list`. Beyond: refused (42035). Unit: items. */
export const MAX_HORIZONTAL_CONTENTS = 6
/** `jump_list`. Beyond: refused (42042). Unit: items. */
export const MAX_JUMPS = 3
/** `vertical_content_list`. Beyond: refused (42036). Unit: items. */
export const MAX_VERTICAL_CONTENTS = 4
/** `button_list`; at least one. Unit: buttons. */
export const MAX_CARD_BUTTONS = 6
/** `select_list`; at least one. Beyond: refused (42047). Unit: lists. */
export const MAX_SELECT_LISTS = 3
/** `option_list` of a `select_list` or `button_selection`; at least one. Beyond: refused (42037). Unit: options. */
export const MAX_SELECT_OPTIONS = 10
/** `option_list` of a `checkbox`; at least one. Beyond: refused (42037). Unit: options. */
export const MAX_CHECKBOX_OPTIONS = 20
/** `key` and `question_key`. Unit: bytes. */
export const MAX_CARD_KEY_BYTES = 1024
/** `option_list[].id`. Unit: bytes. */
export const MAX_OPTION_ID_BYTES = 128
/** `card_image.aspect_ratio`: above the one, below the other. Unit: width by height. */
export const MIN_ASPECT_RATIO = 1.3
export const MAX_ASPECT_RATIO = 2.25
/** A `response_code` updates a card once and within this (older pages: 24 hours). Source: 「更新模版卡片消息」, 2025-07-24. Unit: ms. */
export const RESPONSE_CODE_LIFETIME_MS = 259_200_000

// Duplicate check. Source: 企业微信「发送应用消息」, 2025-09-24.

/** Longest `duplicate_check_interval`: four hours. Unit: seconds. */
export const MAX_DUPLICATE_CHECK_INTERVAL_S = 14_400
/** What the platform takes if the check is on and no interval is given. Unit: seconds. */
export const DEFAULT_DUPLICATE_CHECK_INTERVAL_S = 1_800

// Look-ups. Source: 企业微信「手机号获取userid」, 2025-08-29.

/** Shortest and longest `mobile`. Unit: bytes. */
export const MIN_MOBILE_BYTES = 5
export const MAX_MOBILE_BYTES = 32

// Group robots. Source: 企业微信「消息推送配置说明」(原“群机器人”), 2025-08-07.

/** `text.content` of a robot. Beyond: the page documents this; the platform has refused only longer ones (40058). Unit: bytes. */
export const MAX_ROBOT_TEXT_BYTES = 2048
/** `markdown.content` and `markdown_v2.content` of a robot. Beyond: refused (40058). Unit: bytes. */
export const MAX_ROBOT_MARKDOWN_BYTES = 4096
/** `image` of a robot, before base64. Unit: bytes. */
export const MAX_ROBOT_IMAGE_BYTES = 2_097_152
/** Messages of one robot. Beyond: refused (45009) for 60 s. Unit: messages per minute. */
export const MAX_ROBOT_MESSAGES_PER_MINUTE = 20

// Group chats of apps. Source: 企业微信「创建群聊会话」, 2024-11-29.

/** Members of a chat, the app among them. Beyond: refused (86006). Unit: members. */
export const MIN_CHAT_MEMBERS = 2
export const MAX_CHAT_MEMBERS = 2000
/** `name` of a chat. Beyond: cut off silently. Unit: characters. */
export const MAX_CHAT_NAME_CHARACTERS = 50
/** `chatid`, digits and letters. Beyond: refused (86205). Unit: characters. */
export const MAX_CHATID_CHARACTERS = 32

// Media. Source: 企业微信「上传临时素材」, 2024-07-22; robots: 「消息推送配置说明」, 2025-08-07.

/** Every file is larger than this. Beyond: refused (40006). Unit: bytes. */
export const EMPTY_MEDIA_BYTES = 5
/** The largest upload of each kind. Beyond: refused (40009, 40011, 45001). Unit: bytes. */
export const MAX_MEDIA_BYTES = {
  image: 10_485_760,
  voice: 2_097_152,
  video: 10_485_760,
  file: 20_971_520,
} as const
/** The help to 45001 in 「全局错误码」(2024-04-08) still names this for images: larger ones may be refused. Unit: bytes. */
export const ADVISED_IMAGE_BYTES = 5_242_880
/** `media/uploadimg`; not in the page any more. Unit: bytes. */
export const MAX_UPLOADIMG_BYTES = 2_097_152
/** How long a media_id lives: three days. Unit: milliseconds. */
export const MEDIA_LIFETIME_MS = 259_200_000
/** The longest file that is received: what the platform takes in at most, by asynchronous upload. Unit: bytes. */
export const MAX_RECEIVED_MEDIA_BYTES = 209_715_200

// Directory. Source: 企业微信「通讯录管理」(成员、部门、标签), read 2026-09-11.

/** `limit` of `user/list_id`. Unit: rows per page. */
export const MAX_LIST_ID = 10_000
/** Members that one `tag/addtagusers` takes. Unit: userids per call. */
export const MAX_TAG_USERS = 1000
/** Departments that one `tag/addtagusers` takes. Unit: department ids per call. */
export const MAX_TAG_PARTIES = 100
/**
 * The longest list of members or departments that is read. Not documented; the platform itself refuses too large ones
 * (45029). Unit: bytes.
 */
export const MAX_DIRECTORY_ANSWER_BYTES = 16_777_216

// Waits. Source: 企业微信「访问频率限制」, 2023-08-28: a limit per minute blocks for 60 s, one per hour for 60 min, one per
// day until the natural day ends. 45009 does not say which one was met.

/** After 45009: the shortest of the documented blocks. Unit: milliseconds. */
export const MINUTE_LIMIT_BLOCK_MS = 60_000
/**
 * After "busy", "too many at once" (45033) and "version conflict": not documented; a second is far above the
 * platform's answer time. Unit: milliseconds.
 */
export const BUSY_PAUSE_MS = 1_000
