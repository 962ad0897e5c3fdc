import { InputCheck, isPlatformCallError } from '@hongyan/platform-call'
import { type DingTalkApi, type Success, unusableAnswer } from './api.ts'
import { MAX_MOBILE_CHARACTERS } from './limits.ts'

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

/** Look-ups in the organisation's contacts. They do not count towards the month's calls. */
export interface Users {
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
    getByMobile: (mobile, options) => requireByMobile(mobile, options).catch(nobody),
  }
}

function nobody(error: unknown): undefined {
  if (isPlatformCallError(error) && error.kind === 'rejected' && NOBODY.has(error.code ?? ''))
    return undefined
  throw error
}

const CURRENT = { method: 'POST', path: '/topapi/v2/user/getbymobile' } as const
const LEGACY = { method: 'GET', path: '/user/get_by_mobile' } as const

/** 「企业中无效的手机号」 and 「未找到该用户」. */
const NOBODY: ReadonlySet<string> = new Set(['40104', '60121'])

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
