import type { State } from './states.ts'
import type { Text } from './text.ts'

/** Why a delivery is where it is: the state it explains, a plain sentence, and what helps. */
export interface Reason extends Text {
  readonly state: State
  readonly remedy: Text
}

const reason = (state: State, zh: string, en: string, remedyZh: string, remedyEn: string): Reason => ({
  state,
  zh,
  en,
  remedy: { zh: remedyZh, en: remedyEn },
})

/** Every code that a delivery may carry. The platform's own code and literal text stand beside it. */
export const REASONS = {
  // queued
  person_limit: reason(
    'queued',
    '此人从该应用收到的消息已达平台上限，有余量时就发出',
    'The person has had as many messages from this app as the platform lets through; it goes out when there is room',
    '无需处理；若太急，合并消息或改用其他账号。',
    'Nothing to do; if it cannot wait, merge messages or use another account.',
  ),
  // invalid
  unknown_person: reason(
    'invalid',
    '企业通讯录里没有这个人',
    'Nobody in the organisation has this number or address',
    '核对手机号或邮箱；离职或未加入企业的人收不到。',
    'Check the number or address; people who left or never joined cannot be reached.',
  ),
  unknown_or_out_of_range: reason(
    'invalid',
    '查无此人，或此人不在应用的可见范围内',
    'Nobody is found, or the person is outside the app’s visible range',
    '核对手机号或邮箱；确有此人，就在管理后台加入应用的可见范围。',
    'Check the number or address, or add the person to the app’s visible range.',
  ),
  unknown_user: reason(
    'invalid',
    '平台上没有这个成员',
    'The platform knows no such member',
    '核对 userid。',
    'Check the user id.',
  ),
  unknown_audience: reason(
    'invalid',
    '平台上没有这个部门、标签或群',
    'The platform knows no such department, tag or chat',
    '核对编号。',
    'Check the id.',
  ),
  out_of_range: reason(
    'invalid',
    '此人不在应用的可见范围内',
    'This person is outside the app’s visible range',
    '在管理后台把此人加入应用的可见范围。',
    'Add the person to the app’s visible range in the admin console.',
  ),
  // forbidden
  repeated_today: reason(
    'forbidden',
    '平台拦下了：同样的内容当天已发给此人',
    'Filtered by the platform: the person already had this text today',
    '改动内容，或用 "onRepeat": "distinguish"。',
    'Change the text, or send with "onRepeat": "distinguish".',
  ),
  person_daily_limit: reason(
    'forbidden',
    '平台拦下了：此人今天从该应用收到的消息已达上限',
    'Filtered by the platform: the person had as many messages from this app as a day allows',
    '明天再发，或合并消息。',
    'Send tomorrow, or merge messages.',
  ),
  minute_limit: reason(
    'forbidden',
    '平台拦下了：每分钟发送人次超限，重发的时间也已用尽',
    'Filtered by the platform: over the limit of a minute, and the time to send again has passed',
    '降低该企业其他系统的发送速度。',
    'Slow down what else sends for this organisation.',
  ),
  content_banned: reason(
    'forbidden',
    '平台拦下了：内容违禁',
    'Filtered by the platform: the content is banned',
    '修改内容。',
    'Change the content.',
  ),
  person_protected: reason(
    'forbidden',
    '平台拦下了：此人受高管模式保护',
    'Filtered by the platform: the person is protected by executive mode',
    '请企业管理员调整高管模式。',
    'Ask the administrator to adjust the executive mode.',
  ),
  unlicensed: reason(
    'forbidden',
    '此人没有接口许可',
    'This person has no API licence',
    '为此人购买或激活接口许可。',
    'Buy or activate a licence for the person.',
  ),
  filtered: reason(
    'forbidden',
    '平台拦下了这条消息',
    'Filtered by the platform',
    '见平台代码的说明。',
    'See what the platform’s code means.',
  ),
  // failed
  delivery_failed: reason(
    'failed',
    '平台报告发送失败',
    'The platform reports that it failed',
    '作为新消息重新发送。',
    'Send it again as a new message.',
  ),
  rejected: reason(
    'failed',
    '平台拒绝了这次调用',
    'The platform refused the call',
    '见平台的说明。',
    'See what the platform says.',
  ),
  media_gone: reason(
    'failed',
    '文件已经不在网关里',
    'The gateway no longer has the file',
    '重新上传文件并重发；30 天没有使用的文件会被清除。',
    'Upload it again and resend; files that nobody uses for 30 days are removed.',
  ),
  media_rejected: reason(
    'failed',
    '平台不接受这个文件',
    'The platform does not take this file',
    '见平台的说明；换格式或大小后重发。',
    'See what the platform says; change its format or size and resend.',
  ),
  media_not_uploaded: reason(
    'failed',
    '文件多次上传平台未成',
    'The file could not be uploaded to the platform, several times over',
    '平台恢复后重发。',
    'Resend it when the platform is back.',
  ),
  content_rejected: reason(
    'failed',
    '平台不接受这份内容',
    'The platform does not take this content',
    '用 POST /v1/preview 查看将要发出的内容。',
    'POST /v1/preview shows what would be sent.',
  ),
  secret_wrong: reason(
    'failed',
    '应用的密钥不对',
    'The app’s secret is wrong',
    '在管理后台核对密钥并更新账号。',
    'Check the secret in the admin console and update the account.',
  ),
  agent_wrong: reason(
    'failed',
    'agentId 与应用不符',
    'The agent id does not belong to this app',
    '在管理后台核对 agentId 并更新账号。',
    'Check the agent id in the admin console and update the account.',
  ),
  contacts_secret: reason(
    'failed',
    '用了通讯录同步的密钥，它不能发消息',
    'This is the secret of contact sync, which cannot send messages',
    '改用应用自己的 Secret。',
    'Use the app’s own secret.',
  ),
  ip_not_trusted: reason(
    'failed',
    '服务器的出口 IP 不在平台的可信名单里',
    'The server’s address is not on the platform’s list of trusted ones',
    '在管理后台把出口 IP 加入可信名单。',
    'Add the address to the trusted ones in the admin console.',
  ),
  permission_missing: reason(
    'failed',
    '应用没有所需的接口权限',
    'The app lacks the permission for this call',
    '在开放平台为应用申请该权限。',
    'Request the permission for the app on the platform.',
  ),
  lookup_budget: reason(
    'failed',
    '今天查无此人的查询太多，已停止查询',
    'Too many look-ups found nobody today, so no more are made',
    '核对名单里的手机号，或改用 userid；次日恢复。',
    'Check the numbers in the list or use user ids; look-ups resume tomorrow.',
  ),
  lookup_failed: reason(
    'failed',
    '没能查到此人的账号',
    'Looking up the person failed',
    '见平台的说明。',
    'See what the platform says.',
  ),
  not_sent: reason(
    'failed',
    '请求没有发出，稍后自动再试',
    'The request did not leave; it is tried again by itself',
    '无需处理；反复出现时请检查网络、代理和数据库。',
    'Nothing to do; if it goes on, check network, proxy and database.',
  ),
  throttled: reason(
    'failed',
    '平台要求放慢，稍后自动再试',
    'The platform asked to slow down; it is tried again by itself',
    '无需处理；反复出现时请减少其他系统对该应用的调用。',
    'Nothing to do; if it goes on, let other systems call less with this app.',
  ),
  retries_exhausted: reason(
    'failed',
    '多次尝试仍未成功',
    'All tries failed',
    '看各次尝试的记录，排除原因后重新发送。',
    'See the attempts, remove the cause, then send again.',
  ),
  account_removed: reason(
    'failed',
    '账号已删除或停用',
    'The account was removed or disabled',
    '改用其他账号。',
    'Use another account.',
  ),
  poison: reason(
    'failed',
    '处理它时程序反复中断，已停止尝试',
    'Working on it stopped the program again and again, so it is not tried any more',
    '附上编号报告此问题。',
    'Report it with its id.',
  ),
  // suppressed
  same_person: reason(
    'suppressed',
    '与同一消息里的另一个接收者是同一个人',
    'The same person as another recipient of this message',
    '无需处理。',
    'Nothing to do.',
  ),
  repeat_suppressed: reason(
    'suppressed',
    '同样的内容刚发过，按 onRepeat: suppress 不再发',
    'The same text went out just before, and onRepeat: suppress was chosen',
    '无需处理。',
    'Nothing to do.',
  ),
  // expired, cancelled
  expired: reason(
    'expired',
    '到 expiresAt 仍未发出',
    'It had not gone out by expiresAt',
    '看等待的原因，需要时重新发送。',
    'See what it waited for; send again if it is still needed.',
  ),
  cancelled: reason(
    'cancelled',
    '发出前已取消',
    'Cancelled before it went out',
    '无需处理。',
    'Nothing to do.',
  ),
  // unknown
  no_answer: reason(
    'unknown',
    '请求已发出，但没有收到平台的回答',
    'The request left and the platform’s answer never came',
    '请向接收者确认；需要时作为新消息重新发送。',
    'Ask the recipient; send a new message if needed.',
  ),
  not_listed: reason(
    'unknown',
    '平台的结果里没有提到此人',
    'The platform’s result names this person nowhere',
    '请向接收者确认。',
    'Ask the recipient.',
  ),
  repeat_unclear: reason(
    'unknown',
    '平台说内容重复，无法判断是哪一次送达的',
    'The platform calls it a repeat, and which one arrived cannot be told',
    '请向接收者确认；如果只有本系统使用该应用，把账号标为 exclusive。',
    'Ask the recipient; mark the app as exclusive if nothing else uses it.',
  ),
} as const satisfies Record<string, Reason>
export type ReasonCode = keyof typeof REASONS
