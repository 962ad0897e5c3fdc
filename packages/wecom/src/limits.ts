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

// Duplicate check. Source: 企业微信「发送应用消息」, 2025-09-24.

/** Longest `duplicate_check_interval`: four hours. Unit: seconds. */
export const MAX_DUPLICATE_CHECK_INTERVAL_S = 14_400
/** What the platform takes if the check is on and no interval is given. Unit: seconds. */
export const DEFAULT_DUPLICATE_CHECK_INTERVAL_S = 1_800

// Look-ups. Source: 企业微信「手机号获取userid」, 2025-08-29.

/** Shortest and longest `mobile`. Unit: bytes. */
export const MIN_MOBILE_BYTES = 5
export const MAX_MOBILE_BYTES = 32

// Waits. Source: 企业微信「访问频率限制」, 2023-08-28: a limit per minute blocks for 60 s, one per hour for 60 min, one per
// day until the natural day ends. 45009 does not say which one was met.

/** After 45009: the shortest of the documented blocks. Unit: milliseconds. */
export const MINUTE_LIMIT_BLOCK_MS = 60_000
/**
 * After "busy", "too many at once" (45033) and "version conflict": not documented; a second is far above the
 * platform's answer time. Unit: milliseconds.
 */
export const BUSY_PAUSE_MS = 1_000
