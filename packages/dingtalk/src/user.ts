import { InputCheck } from '@hongyan/platform-call'
import { integerOf, objectOf, textOf } from './answer-fields.ts'
import { type DingTalkApi, type Success, undefinedIfRefused, unusableAnswer } from './api.ts'
import type { LanguageOption } from './department.ts'
import { createDepartmentMembers, type DepartmentMembers } from './department-member.ts'
import { MAX_MOBILE_CHARACTERS } from './limits.ts'
import { readUserDetail, type UserDetail } from './user-detail.ts'

/** The person a mobile number belongs to. */
export interface UserByMobile {
  /** Unique within the organisation and unchanging. */
  readonly userid: string
  /** Dedicated accounts (专属账号) of the same number; only if asked for, and only where the organisation has any. */
  readonly exclusive_account_userid_list?: readonly string[] | undefined
}

export interface GetByMobileOptions {
  /** Also search the dedicated accounts that this organisation made. Default false. */
  readonly support_exclusive_account_search?: boolean | undefined
  /** Ask the older `GET /user/get_by_mobile`, whose permission can no longer be newly requested. Default false. */
  readonly legacy?: boolean | undefined
}

/** The person a unionid belongs to. */
export interface UserByUnionid {
  readonly userid: string
  /** 0: employee, 1: external contact. */
  readonly contact_type: 0 | 1 | undefined
}

/** Look-ups in the organisation's contacts. They do not count towards the month's calls. */
export interface Users extends DepartmentMembers {
  /**
   * The userid of a mobile number; undefined if nobody of this organisation has it (60121, 40104), which also holds
   * for people who have left. Needs the permission `qyapi_get_member_by_mobile`.
   * Source: 钉钉「根据手机号查询用户」, 2026-08-22; the older interface: the page of the same name, 2026-08-25.
   *
   * @param mobile at most 15 characters
   * @throws InvalidInputError, NotSentError, RejectedError, ThrottledError, TokenError, AmbiguousError
   */
  getByMobile(mobile: string, options?: GetByMobileOptions): Promise<UserByMobile | undefined>
  /**
   * As `getByMobile`, for callers that pass on what the platform says: nobody is its refusal (`code` 60121 or 40104).
   *
   * @throws as `getByMobile`
   */
  requireByMobile(mobile: string, options?: GetByMobileOptions): Promise<UserByMobile>
  /**
   * The userid of a unionid; undefined if it is nobody's here (60121).
   * Source: 钉钉「根据unionid获取用户userid」, 2026-08-22.
   *
   * @throws InvalidInputError, NotSentError, RejectedError, ThrottledError, TokenError, AmbiguousError
   */
  getByUnionid(unionid: string): Promise<UserByUnionid | undefined>
  /**
   * What the app may see of a person; undefined if there is none of this userid: 33012 as documented, 60121 as clients
   * have met it. Source: 钉钉「查询用户详情」, 2026-08-22.
   *
   * @throws InvalidInputError, NotSentError, RejectedError, ThrottledError, TokenError, AmbiguousError
   */
  get(userid: string, options?: LanguageOption): Promise<UserDetail | undefined>
}

export function createUsers(api: DingTalkApi): Users {
  const requireByMobile: Users['requireByMobile'] = async (mobile, options = {}) => {
    const { method, path } = options.legacy ? LEGACY : CURRENT
    const check = new InputCheck('dingtalk', `${method} ${path}`)
    check.text('mobile', mobile)
    check.atMost('mobile', MAX_MOBILE_CHARACTERS, mobile.length, 'characters')
    const request = options.legacy ? { query: { mobile } } : v2Body(mobile, options)
    const success = await api.request(method, path, request)
    return readUser(options.legacy ? success.body : success.body.result, `${method} ${path}`, success)
  }
  return {
    requireByMobile,
    getByMobile: (mobile, options) => requireByMobile(mobile, options).catch(undefinedIfRefused(NOBODY)),

    async getByUnionid(unionid) {
      new InputCheck('dingtalk', `POST ${BY_UNIONID}`).text('unionid', unionid)
      const request = { body: JSON.stringify({ unionid }) }
      const success = await api.request('POST', BY_UNIONID, request).catch(undefinedIfRefused(NOBODY))
      if (!success) return undefined
      const result = objectOf(success.body.result)
      const userid = textOf(result.userid)
      if (userid === undefined) throw unusableAnswer(`POST ${BY_UNIONID}`, 'userid', success)
      const contact_type = integerOf(result.contact_type)
      return { userid, contact_type: contact_type === 0 || contact_type === 1 ? contact_type : undefined }
    },

    async get(userid, { language } = {}) {
      new InputCheck('dingtalk', `POST ${GET}`).text('userid', userid)
      const request = { body: JSON.stringify({ userid, language }) }
      const success = await api.request('POST', GET, request).catch(undefinedIfRefused(NO_SUCH_USERID))
      if (!success) return undefined
      const user = readUserDetail(objectOf(success.body.result))
      if (!user) throw unusableAnswer(`POST ${GET}`, 'userid', success)
      return user
    },

    ...createDepartmentMembers(api),
  }
}

const CURRENT = { method: 'POST', path: '/topapi/v2/user/getbymobile' } as const
const LEGACY = { method: 'GET', path: '/user/get_by_mobile' } as const

const BY_UNIONID = '/topapi/user/getbyunionid'
const GET = '/topapi/v2/user/get'

/** 「企业中无效的手机号」 and 「未找到该用户」. */
const NOBODY: ReadonlySet<string> = new Set(['40104', '60121'])
/** 「无效的userId」 as documented, 「未找到该用户」 as met. */
const NO_SUCH_USERID: ReadonlySet<string> = new Set(['33012', '60121'])

function v2Body(mobile: string, { support_exclusive_account_search }: GetByMobileOptions): { body: string } {
  return { body: JSON.stringify({ mobile, support_exclusive_account_search }) }
}

function readUser(holder: unknown, endpoint: string, success: Success): UserByMobile {
  const { userid, exclusive_account_userid_list: exclusive }: Record<string, unknown> = Object(holder)
  if (typeof userid !== 'string' || userid === '') throw unusableAnswer(endpoint, 'userid', success)
  return Array.isArray(exclusive)
    ? { userid, exclusive_account_userid_list: exclusive.map(String) }
    : { userid }
}
