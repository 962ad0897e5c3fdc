/**
 * Every figure DingTalk documents for what this package sends: unit, source, and what the platform does beyond it.
 * Figures named MAX are hard and checked before the call; ADVISED ones are warned of. Bytes are UTF-8; characters are
 * UTF-16 units, as JavaScript and the platform's own Java count them.
 */

// Receivers of a work notification, per call. Source: 钉钉「发送工作通知」, 2026-05-29.

/** Userids in `userid_list`. Beyond: refused (the code is not documented). Unit: userids per call. */
export const MAX_USERIDS = 100
/** Departments in `dept_id_list`; each counts with all its sub-departments. Beyond: refused. Unit: ids per call. */
export const MAX_DEPT_IDS = 20
/**
 * The whole request body. Beyond: 41101 is documented for all calls; it is not known to be raised by sending, so this
 * only warns. A hundred userids of the longest form alone exceed it. Unit: characters.
 * Source: 钉钉「全局错误码」41101, 2026-08-22.
 */
export const ADVISED_BODY_CHARACTERS = 4096

// The message of a work notification. Source: 钉钉「消息类型与数据格式」, 2026-03-06, unless another is named.

/**
 * `msg` as JSON. Beyond: refused. The larger figures of 34016 (5 000 characters of text or markdown) belong to the
 * layer below and cannot be reached. Unit: bytes. Source: 钉钉「发送工作通知」, 2026-05-29.
 */
export const MAX_MSG_BYTES = 2048
/** `text.content`. Unit: characters. */
export const ADVISED_TEXT_CHARACTERS = 500
/** `link.title`. Unit: characters. */
export const ADVISED_LINK_TITLE_CHARACTERS = 100
/** `link.text`. Unit: characters. */
export const ADVISED_LINK_TEXT_CHARACTERS = 500
/** `action_card.title`. Beyond: 34016. Unit: characters. Source: 钉钉「全局错误码」34016, 2026-08-22. */
export const MAX_CARD_TITLE_CHARACTERS = 64
/** `action_card.markdown`. Unit: characters. */
export const ADVISED_CARD_MARKDOWN_CHARACTERS = 1000
/** `action_card.single_title` and `btn_json_list[].title`. Beyond: 34016. Unit: characters. */
export const MAX_BUTTON_TITLE_CHARACTERS = 20
/** `action_card.single_url`. Beyond: 34016. Unit: characters. */
export const MAX_SINGLE_URL_CHARACTERS = 500
/** `action_card.btn_json_list` as JSON. Beyond: 34016. Unit: characters. */
export const MAX_BUTTONS_CHARACTERS = 1000
/** `btn_json_list[].action_url`. Beyond: refused. Unit: characters. */
export const MAX_ACTION_URL_CHARACTERS = 700
/** `btn_json_list[].action_url` in the platform's own older SDK (2021-11), which contradicts the page. Unit: characters. */
export const ADVISED_ACTION_URL_CHARACTERS = 500
/** `oa.head.text`; a work notification shows the app's name in its place. Unit: characters. Source: as above, 2021-11. */
export const ADVISED_HEAD_TEXT_CHARACTERS = 10
/** `oa.body.title`. Unit: characters. */
export const ADVISED_OA_TITLE_CHARACTERS = 50
/** Rows of `oa.body.form` that are shown; the rest is hidden. Unit: items. */
export const ADVISED_FORM_ROWS = 6
/** Lines of `oa.body.content` that are shown; only written line breaks can be counted here. Unit: lines. */
export const ADVISED_OA_CONTENT_LINES = 3
/** `voice.duration`, below 60. Beyond: refused. Unit: seconds. */
export const MAX_VOICE_SECONDS = 59
/**
 * Receivers of an `oa` message with `status_bar`, which takes neither departments nor everyone. Beyond: refused.
 * Unit: userids per call.
 */
export const MAX_STATUS_BAR_USERIDS = 5

// The custom group robot. Source: 钉钉「自定义机器人发送群消息」, 2026-08-22.

/** The whole request body. Beyond: 460101 "message too long, exceed 20000 bytes". Unit: bytes. */
export const MAX_ROBOT_BODY_BYTES = 20_000
/** People named by one `at`. Beyond: not documented, so this only warns. Unit: items. */
export const ADVISED_AT_PEOPLE = 50
/** After the 21st message within a minute the robot is mute this long. Unit: milliseconds. */
export const ROBOT_BAN_MS = 600_000

// The enterprise robot.

/** `userIds` of one call. Beyond: `invalidParameter.userIds.overMax`, whose text speaks of 100. Unit: userids. Source: 钉钉「批量发送人与机器人会话中机器人消息」, 2026-04-22. */
export const MAX_OTO_USERIDS = 20
/**
 * `msgParam` as JSON. Beyond: `invalidParameter.msgParam.tooLong`. Documented for groups; single persons get the same
 * templates. Unit: bytes. Source: 钉钉「机器人发送群聊消息」, 2026-08-22.
 */
export const MAX_MSG_PARAM_BYTES = 15_000
/** `processQueryKeys` of one recall. Beyond: `invalidParameter.processQueryKeys.overMax`. Unit: items. Source: 钉钉「批量撤回人与机器人会话中机器人消息」, 2026-08-22. */
export const MAX_RECALL_KEYS = 20
/** A page of those who have read a group's message. Beyond: refused. Unit: users per page. Source: 钉钉「查询企业机器人群聊消息用户已读状态」, 2026-08-22. */
export const MAX_READ_PAGE = 200

// Interactive cards. Source: 钉钉「创建并投放卡片」, 2026-08-22.

/** A name in `cardParamMap`. Beyond: `param.…`. Unit: bytes. */
export const MAX_CARD_NAME_BYTES = 100
/** A value in `cardParamMap`, 1 KB. Beyond: `param.…`. Unit: bytes. */
export const MAX_CARD_VALUE_BYTES = 1024
/**
 * `content` of one streamed piece, "1 K". The page does not say of what; taken as characters, the wider reading, so that
 * nothing allowed is refused here. Source: 钉钉「AI卡片流式更新」, 2026-08-22.
 */
export const MAX_CARD_STREAM_CHARACTERS = 1024

// Files. Source: 钉钉「上传媒体文件」, 2026-06-01. A MB is taken as 1 048 576 bytes, which the page does not say.

const MB = 1_048_576
/** Kinds of uploads. */
export type MediaType = 'image' | 'voice' | 'video' | 'file'
/** Beyond: 40006 or 45001; the text of 40006 still names older, smaller figures. Unit: bytes. */
export const MAX_MEDIA_BYTES: Readonly<Record<MediaType, number>> = {
  image: 20 * MB,
  voice: 2 * MB,
  video: 20 * MB,
  file: 20 * MB,
}
/** Endings of a file's name. Others: 40005. */
export const MEDIA_FORMATS: Readonly<Record<MediaType, readonly string[]>> = {
  image: ['jpg', 'gif', 'png', 'bmp'],
  voice: ['amr', 'mp3', 'wav'],
  video: ['mp4'],
  file: ['doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx', 'zip', 'pdf', 'rar'],
}
/** The file of a work notification. Beyond: refused. Unit: bytes. Source: 钉钉「消息类型与数据格式」, 2026-03-06. */
export const MAX_WORK_FILE_BYTES = 10 * MB
/** The longest file fetched unless told otherwise: our own choice against a disk run full. Unit: bytes. */
export const DEFAULT_DOWNLOAD_BYTES = 100 * MB

// Stream. The pauses are those of the platform's own Node.js SDK (open-dingtalk/dingtalk-stream-sdk-nodejs), 2026-08.

/** Before the first try after a break; doubled each time. Unit: milliseconds. */
export const STREAM_FIRST_PAUSE_MS = 1_000
/** The longest pause, before the part that chance adds. Unit: milliseconds. */
export const STREAM_LONGEST_PAUSE_MS = 60_000
/** Between two pings; two in a row without an answer end the connection. Unit: milliseconds. */
export const STREAM_PING_MS = 8_000
/** Until a connection must be open: our own choice, well within the 90 s of a ticket. Unit: milliseconds. */
export const STREAM_OPEN_MS = 10_000

// Look-up and token.

/** A mobile number. Beyond: refused by the platform's own SDK of 2021-11. Unit: characters. */
export const MAX_MOBILE_CHARACTERS = 15
/** A page of a department's members. Beyond: refused. Unit: users per page. Source: 钉钉「获取部门用户基础信息」, 2026-08-22. */
export const MAX_PAGE_USERS = 100
/** The department above all others. Source: 钉钉「获取部门列表」, 2026-08-22. */
export const ROOT_DEPT_ID = 1
/** How long a token lives when the answer does not say. Unit: seconds. Source: 钉钉「获取企业内部应用的access_token」, 2026-07-22. */
export const TOKEN_LIFETIME_S = 7200
/**
 * How long before its end a token is renewed: asked again, DingTalk prolongs the same one, so early costs nothing.
 * Unit: milliseconds. Source: 钉钉「API 调用步骤详解」, 2026-08-22.
 */
export const TOKEN_RENEW_EARLY_MS = 600_000

// Waits. Source: 钉钉「调用频次与限流」, 2026-08-22.

/** After a limit per second (90018, `QpsLimit…`), and after "system busy". Unit: milliseconds. */
export const SECOND_LIMIT_PAUSE_MS = 1_000
/** After a limit per minute. No pause is documented; the window itself is the longest there can be. Unit: milliseconds. */
export const MINUTE_LIMIT_PAUSE_MS = 60_000
/**
 * After 10 000 calls from one address within 20 s that address is shut out this long, on both hosts, with a body that
 * is not the platform's usual JSON (`"punish":"deny"`) or an HTML page. Unit: milliseconds.
 */
export const ADDRESS_BAN_MS = 300_000
