import type { World } from '../../world.ts'
import { type Reply, refuse } from '../envelope.ts'
import type { Endpoint } from '../gate.ts'
import type { People } from './people.ts'

/** Digits with an optional country code; the official Java SDK refuses more than 15 characters before the call. */
const MOBILE = /^(\+?\d{1,4}-?)?\d{5,15}$/
const MOBILE_CHARS = 15

/** POST /topapi/v2/user/getbymobile — 《根据手机号查询用户》. */
export function getByMobile(world: World): Endpoint {
  return ({ params }) => {
    const mobile = params.text('mobile')
    if (!isMobile(mobile)) return refuse('dingtalk.user.mobile', 400002, '无效的参数')
    const userid = useridOf(world, mobile)
    if (userid === undefined) return miss(world)
    // Nobody here has an account that the corp created itself, so a search for those finds none.
    const exclusive = params.flag('support_exclusive_account_search') && { exclusive_account_userid_list: [] }
    return { rule: 'dingtalk.user.ok', fields: { result: { userid, ...exclusive } } }
  }
}

/** GET /user/get_by_mobile — 《根据手机号获取 userid》, which new apps can no longer obtain the permission for. */
export function legacyGetByMobile(world: World): Endpoint {
  return ({ params }) => {
    const mobile = params.text('mobile')
    if (mobile === '') return refuse('dingtalk.user.mobile', 40035, '缺少参数 mobile')
    const userid = useridOf(world, mobile)
    if (userid === undefined) return refuse('dingtalk.user.miss', 60121)
    return { rule: 'dingtalk.user.ok', fields: { userid } }
  }
}

/** Everybody here is an employee; external contacts, which are 1, are not simulated. */
const EMPLOYEE = 0

/** POST /topapi/user/getbyunionid — 《根据 unionid 获取用户 userid》(2026-06-08). */
export function getByUnionid(people: People): Endpoint {
  return ({ params }) => {
    const unionid = params.text('unionid')
    if (unionid === '') return refuse('dingtalk.user.unionid', 400002, '无效的参数')
    const userid = people.byUnionid(unionid)?.userid
    if (userid === undefined) return refuse('dingtalk.user.miss', 60121, '未找到对应员工')
    return { rule: 'dingtalk.user.ok', fields: { result: { contact_type: EMPLOYEE, userid } } }
  }
}

function isMobile(text: string): boolean {
  return text.length <= MOBILE_CHARS && MOBILE.test(text)
}

/** People out of an app's visible range are found all the same; only a message does not reach them. */
function useridOf(world: World, mobile: string): string | undefined {
  return world.company.byMobile(mobile.replace(/^\+?86-?(?=1\d{10}$)/, ''))?.dingtalk?.userid
}

function miss(world: World): Reply {
  const isInvalidMobile = world.profiles.get('dingtalk.userMissCode') === '40104'
  return isInvalidMobile
    ? refuse('dingtalk.user.miss', 40104)
    : refuse('dingtalk.user.miss', 60121, '未找到该用户')
}
