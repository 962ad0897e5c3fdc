import { isRecord, type Remedy } from '@hongyan/platform-call'

/**
 * What became of a task, every list as an array. A person named in no list has not been reported on: that is not
 * "delivered". Source: 钉钉「获取工作通知消息的发送结果」, 2026-07-13.
 */
export interface SendResult {
  /** No such person. Where people outside the app's visible range appear is not documented. */
  readonly invalid_user_id_list: readonly string[]
  /** Held back by a quota although the send was answered with success; `forbidden_list` says which. */
  readonly forbidden_user_id_list: readonly string[]
  /** Delivery failed: send again. */
  readonly failed_user_id_list: readonly string[]
  /** Reached, and opened. */
  readonly read_user_id_list: readonly string[]
  /** Reached, not yet opened. */
  readonly unread_user_id_list: readonly string[]
  readonly invalid_dept_id_list: readonly number[]
  readonly forbidden_list: readonly Forbidden[]
  readonly request_id: string | undefined
}

/** One person who did not get the message, and why. */
export interface Forbidden {
  readonly userid: string
  /** For example `143106`. */
  readonly code: string
  /** The threshold that was met, for example 500. */
  readonly count: number | undefined
  /** What the code means; undefined for a code the platform does not list. */
  readonly meaning: Remedy | undefined
  /** What to do; undefined for a code the platform does not list. */
  readonly remedy: Remedy | undefined
}

/** Lists come as arrays, as comma-joined strings (the form of 2019), empty or not at all. */
export function readSendResult(answer: unknown, requestId: string | undefined): SendResult {
  const lists = isRecord(answer) ? answer : {}
  return {
    invalid_user_id_list: readIds(lists.invalid_user_id_list),
    forbidden_user_id_list: readIds(lists.forbidden_user_id_list),
    failed_user_id_list: readIds(lists.failed_user_id_list),
    read_user_id_list: readIds(lists.read_user_id_list),
    unread_user_id_list: readIds(lists.unread_user_id_list),
    invalid_dept_id_list: readIds(lists.invalid_dept_id_list).map(Number),
    forbidden_list: Array.isArray(lists.forbidden_list)
      ? lists.forbidden_list.filter(isRecord).map(readForbidden)
      : [],
    request_id: requestId,
  }
}

function readIds(value: unknown): string[] {
  const ids = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [value ?? '']
  return ids.map((id) => String(id).trim()).filter((id) => id !== '')
}

function readForbidden(entry: Readonly<Record<string, unknown>>): Forbidden {
  const code = String(entry.code ?? '')
  const count = Number(entry.count ?? Number.NaN)
  return {
    userid: String(entry.userid ?? ''),
    code,
    count: Number.isFinite(count) ? count : undefined,
    meaning: FORBIDDEN[code]?.meaning,
    remedy: FORBIDDEN[code]?.remedy,
  }
}

const AFTER_A_MINUTE: Remedy = {
  zh: '请一分钟后重发给这些人。',
  en: 'Send to these people again after a minute.',
}
const TOMORROW: Remedy = {
  zh: '请明天再发，或合并消息。',
  en: 'Send tomorrow, or merge messages.',
}
const CHANGE_THE_TEXT: Remedy = {
  zh: '若确需再次送达，请让内容有所不同（例如加上时间）。',
  en: 'If it is to arrive again, make the content differ, for example by a time.',
}

/** Source: 钉钉「获取工作通知消息的发送结果」, 2026-07-13. The 1432xx are those of third-party apps. */
const FORBIDDEN: Readonly<Record<string, { meaning: Remedy; remedy: Remedy } | undefined>> = {
  143103: {
    meaning: { zh: '本应用每分钟发送人次超限', en: 'this app sent to too many people within a minute' },
    remedy: AFTER_A_MINUTE,
  },
  143104: {
    meaning: {
      zh: '本企业每分钟发送人次超限',
      en: 'this organisation sent to too many people within a minute',
    },
    remedy: AFTER_A_MINUTE,
  },
  143105: {
    meaning: {
      zh: '本应用今天发给此人的消息数超限',
      en: 'this app sent this person too many messages today',
    },
    remedy: TOMORROW,
  },
  143106: {
    meaning: {
      zh: '此人今天已收到本应用的相同内容',
      en: 'this app already sent this person the same content today',
    },
    remedy: CHANGE_THE_TEXT,
  },
  143203: {
    meaning: {
      zh: '第三方应用每分钟发给本企业的人次超限',
      en: 'the app sent to too many people of this organisation within a minute',
    },
    remedy: AFTER_A_MINUTE,
  },
  143204: {
    meaning: {
      zh: '第三方应用每分钟发给所有企业的人次超限',
      en: 'the app sent to too many people of all organisations within a minute',
    },
    remedy: AFTER_A_MINUTE,
  },
  143205: {
    meaning: {
      zh: '第三方应用今天发给此人的消息数超限',
      en: 'the third-party app sent this person too many messages today',
    },
    remedy: TOMORROW,
  },
  143206: {
    meaning: {
      zh: '此人今天已收到该第三方应用的相同内容',
      en: 'the third-party app already sent this person the same content today',
    },
    remedy: CHANGE_THE_TEXT,
  },
  1430000: {
    meaning: { zh: '接收者为空', en: 'there was no receiver' },
    remedy: { zh: '请检查 userid 与部门是否有效。', en: 'Check that userids and departments are valid.' },
  },
  1430001: {
    meaning: { zh: '授权类型无法识别', en: 'the type of grant is unknown' },
    remedy: { zh: '请检查应用的授权，或咨询钉钉。', en: 'Check how the app is authorised, or ask DingTalk.' },
  },
  1430002: {
    meaning: { zh: '内容被判定为违禁', en: 'the content is held to be forbidden' },
    remedy: { zh: '请修改内容后再发。', en: 'Change the content.' },
  },
  1430003: {
    meaning: { zh: '触发钉钉的系统保护', en: 'DingTalk protected itself from too much load' },
    remedy: { zh: '请稍后降低频率重发。', en: 'Send again later, and more slowly.' },
  },
  1430004: {
    meaning: { zh: '此人受高管模式保护', en: 'this person is shielded by the executive mode' },
    remedy: {
      zh: '请由管理员调整高管模式，或换一种方式通知。',
      en: 'An administrator can change the executive mode; or reach this person another way.',
    },
  },
}
