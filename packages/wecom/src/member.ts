import { InputCheck, isPlatformCallError, isRecord } from '@hongyan/platform-call'
import { readNumber, readNumbers, readRecords, readText, readTexts } from './answer-fields.ts'
import { requireField, requireList, type WecomApi } from './api.ts'
import { MAX_DIRECTORY_ANSWER_BYTES, MAX_LIST_ID } from './limits.ts'

/**
 * A member as 企业微信「读取成员」names the fields. Apps created since 2022-06-20 get none of those marked "not for new
 * apps": plan on finding userids from numbers, not the other way round.
 */
export interface Member extends BriefMember {
  /** The member's place in each of `department`. */
  readonly order: readonly number[]
  /** 1 where the member leads the department at the same index of `department`. */
  readonly is_leader_in_dept: readonly number[]
  readonly direct_leader: readonly string[]
  readonly main_department: number | undefined
  readonly position: string | undefined
  readonly alias: string | undefined
  readonly telephone: string | undefined
  /** 1 active, 2 disabled, 4 not activated, 5 left. */
  readonly status: number | undefined
  /** Not for new apps. */
  readonly mobile: string | undefined
  /** `0` not said, `1` male, `2` female. Not for new apps. */
  readonly gender: string | undefined
  /** Not for new apps. */
  readonly email: string | undefined
  /** Not for new apps. */
  readonly biz_mail: string | undefined
  /** Not for new apps. */
  readonly avatar: string | undefined
  /** Not for new apps. */
  readonly qr_code: string | undefined
  /** Not for new apps. */
  readonly address: string | undefined
  readonly open_userid: string | undefined
  /** As the company has defined it. */
  readonly extattr: unknown
  /** As the company has defined it. */
  readonly external_profile: unknown
}

/** A member as lists name one. */
export interface BriefMember {
  readonly userid: string
  readonly name: string
  /** Ids of departments. */
  readonly department: readonly number[]
}

/** One member in one department. */
export interface MemberId {
  readonly userid: string
  readonly department: number
}

/** How lists of the directory are answered: at length, and by some endpoints without `errcode` (企业微信「开发前必读」). */
export const DIRECTORY_LIST = { maxAnswerBytes: MAX_DIRECTORY_ANSWER_BYTES, mayOmitErrcode: true } as const

const GET = '/cgi-bin/user/get'
const LIST_ID = '/cgi-bin/user/list_id'
const NO_SUCH_USERID = '60111'

export async function getMember(api: WecomApi, userid: string): Promise<Member | undefined> {
  new InputCheck('wecom', `GET ${GET}`).text('userid', userid)
  try {
    const answer = await api.request('GET', GET, { query: { userid }, mayOmitErrcode: true })
    requireField(`GET ${GET}`, 'userid', optionalText(answer.userid))
    return readMember(answer)
  } catch (error) {
    if (isPlatformCallError(error) && error.code === NO_SUCH_USERID) return undefined
    throw error
  }
}

export async function listMembers(
  api: WecomApi,
  list: 'simplelist' | 'list',
  department_id: number,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const path = `/cgi-bin/user/${list}`
  checkDirectoryId(`GET ${path}`, 'department_id', department_id)
  const query = { department_id: String(department_id) }
  const answer = await api.request('GET', path, { query, ...DIRECTORY_LIST })
  return readRecords(requireList(`GET ${path}`, 'userlist', answer))
}

export async function* memberIds(api: WecomApi, limit: number): AsyncIterable<MemberId> {
  const bounds = { min: 1, max: MAX_LIST_ID, unit: 'items' } as const
  new InputCheck('wecom', `POST ${LIST_ID}`).range('limit', limit, bounds)
  const asked = new Set<string>()
  let cursor = ''
  // A cursor that comes back would lead around for ever.
  while (!asked.has(cursor)) {
    asked.add(cursor)
    const body = JSON.stringify({ cursor, limit })
    const answer = await api.request('POST', LIST_ID, { body, ...DIRECTORY_LIST })
    for (const { userid, department } of readRecords(requireList(`POST ${LIST_ID}`, 'dept_user', answer))) {
      yield { userid: readText(userid), department: readNumber(department) }
    }
    cursor = readText(answer.next_cursor)
    if (cursor === '') return
  }
}

/** Refuses what is no id of a department or tag. */
export function checkDirectoryId(endpoint: string, field: string, id: unknown): void {
  if (Number.isSafeInteger(id) && Number(id) > 0) return
  new InputCheck('wecom', endpoint).refuse(field, {
    zh: `${field} 须为正整数 id。`,
    en: `${field} must be a positive whole number.`,
  })
}

type Fields = Readonly<Record<string, unknown>>

export const readBrief = ({ userid, name, department }: Fields): BriefMember => ({
  userid: readText(userid),
  name: readText(name),
  department: readNumbers(department),
})

export const readMember = (member: Fields): Member => ({
  ...readBrief(member),
  order: readNumbers(member.order),
  is_leader_in_dept: readNumbers(member.is_leader_in_dept),
  direct_leader: readTexts(member.direct_leader),
  main_department: optionalNumber(member.main_department),
  position: optionalText(member.position),
  alias: optionalText(member.alias),
  telephone: optionalText(member.telephone),
  status: optionalNumber(member.status),
  mobile: optionalText(member.mobile),
  gender: optionalText(member.gender),
  email: optionalText(member.email),
  biz_mail: optionalText(member.biz_mail),
  avatar: optionalText(member.avatar),
  qr_code: optionalText(member.qr_code),
  address: optionalText(member.address),
  open_userid: optionalText(member.open_userid),
  extattr: isRecord(member.extattr) ? member.extattr : undefined,
  external_profile: isRecord(member.external_profile) ? member.external_profile : undefined,
})

const optionalText = (value: unknown): string | undefined => readText(value) || undefined
const optionalNumber = (value: unknown): number | undefined =>
  value === undefined ? undefined : readNumber(value)
