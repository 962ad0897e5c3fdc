import { InputCheck, isPlatformCallError } from '@hongyan/platform-call'
import { unusableAnswer, type WecomApi } from './api.ts'
import { MAX_LIST_ID, MAX_MOBILE_BYTES, MIN_MOBILE_BYTES } from './limits.ts'
import {
  type BriefMember,
  getMember,
  listMembers,
  type Member,
  type MemberId,
  memberIds,
  readBrief,
  readMember,
} from './member.ts'

/**
 * From mobile number or e-mail to userid. WeCom says "no such member" (46004) also of members outside the app's visible
 * range, so a miss means "not for this app". **Misses are rationed:** when they exceed 20 % of the corp's seats, WeCom
 * blocks the look-up for a day (企业微信「手机号获取userid」and「邮箱获取userid」, 2025-08-29). Keep what was found, and do not
 * ask again soon for what was not.
 */
export interface Users {
  /**
   * The userid of a mobile number (5 to 32 bytes), undefined if there is none in the app's visible range.
   *
   * @throws InvalidInputError, RejectedError, ThrottledError, TokenError, NotSentError, AmbiguousError (no usable answer)
   */
  getUserid(mobile: string): Promise<string | undefined>
  /**
   * As `getUserid`, for callers that pass on what the platform says: a miss is its refusal (`code` 46004).
   *
   * @throws as `getUserid`
   */
  requireUserid(mobile: string): Promise<string>
  /**
   * The userid of an e-mail address, undefined if there is none in the app's visible range. `email_type` 1 (the
   * platform's default) looks among company mailboxes (企业邮箱), 2 among personal ones (个人邮箱).
   *
   * @throws as `getUserid`
   */
  getUseridByEmail(email: string, options?: EmailOptions): Promise<string | undefined>
  /**
   * As `getUseridByEmail`, with a miss as in `requireUserid`.
   *
   * @throws as `getUserid`
   */
  requireUseridByEmail(email: string, options?: EmailOptions): Promise<string>
  /**
   * One member, undefined if there is none (60111).
   *
   * @throws RejectedError with 60011 (outside the app's visible range), and as `getUserid`
   */
  get(userid: string): Promise<Member | undefined>
  /**
   * The members directly in a department, briefly.
   *
   * @throws RejectedError with 60123 (no such department), and as `getUserid`
   */
  simplelist(department_id: number): Promise<readonly BriefMember[]>
  /**
   * The members directly in a department, in full.
   *
   * @throws RejectedError with 45029 (too many for one answer: take smaller departments or `ids`), and as `simplelist`
   */
  list(department_id: number): Promise<readonly Member[]>
  /**
   * Every member's id, page after page, once for each department the member is in. Only with the secret of contact
   * synchronisation (通讯录同步). `limit` is the size of a page, 1 to 10 000 (default).
   *
   * @throws as `getUserid`
   */
  ids(options?: { readonly limit?: number | undefined }): AsyncIterable<MemberId>
}

interface EmailOptions {
  readonly email_type?: 1 | 2 | undefined
}

const BY_MOBILE = '/cgi-bin/user/getuserid'
const BY_EMAIL = '/cgi-bin/user/get_userid_by_email'

export function createUsers(api: WecomApi): Users {
  const requireUserid: Users['requireUserid'] = async (mobile) => {
    const check = new InputCheck('wecom', `POST ${BY_MOBILE}`)
    check.text('mobile', mobile)
    check.range('mobile', Buffer.byteLength(mobile), {
      min: MIN_MOBILE_BYTES,
      max: MAX_MOBILE_BYTES,
      unit: 'bytes',
    })
    return lookUp(api, BY_MOBILE, { mobile })
  }
  const requireUseridByEmail: Users['requireUseridByEmail'] = async (email, { email_type } = {}) => {
    const check = new InputCheck('wecom', `POST ${BY_EMAIL}`)
    check.text('email', email)
    check.oneOf('email_type', email_type, [1, 2])
    return lookUp(api, BY_EMAIL, { email, email_type })
  }
  return {
    requireUserid,
    requireUseridByEmail,
    getUserid: (mobile) => requireUserid(mobile).catch(nobody),
    getUseridByEmail: (email, options) => requireUseridByEmail(email, options).catch(nobody),
    get: (userid) => getMember(api, userid),
    simplelist: async (department_id) => (await listMembers(api, 'simplelist', department_id)).map(readBrief),
    list: async (department_id) => (await listMembers(api, 'list', department_id)).map(readMember),
    ids: ({ limit = MAX_LIST_ID } = {}) => memberIds(api, limit),
  }
}

const NOBODY_WITH_THIS_NUMBER = '46004'

function nobody(error: unknown): undefined {
  if (isPlatformCallError(error) && error.code === NOBODY_WITH_THIS_NUMBER) return undefined
  throw error
}

async function lookUp(api: WecomApi, path: string, body: object): Promise<string> {
  const { userid } = await api.request('POST', path, { body: JSON.stringify(body) })
  if (typeof userid === 'string' && userid !== '') return userid
  throw unusableAnswer(`POST ${path}`, 'userid')
}
