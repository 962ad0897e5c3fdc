import type { World } from '../../world.ts'
import { type Reply, refuse } from '../envelope.ts'
import type { Endpoint } from '../gate.ts'
import type { People, Person } from './people.ts'

/** Monday 2024-01-01, midnight in China, in Unix milliseconds: when everybody here was hired. */
const HIRED_AT = 1_704_038_400_000

/** POST /topapi/v2/user/get — 《查询用户详情》(2026-06-08). */
export function getUser(world: World, people: People): Endpoint {
  return ({ params }) => {
    const userid = params.text('userid')
    if (userid === '') return refuse('dingtalk.user.userid', 400002, '无效的参数')
    const person = people.byUserid(userid)
    return person ? { rule: 'dingtalk.user.ok', fields: { result: userDetail(world, person) } } : miss(world)
  }
}

function miss({ profiles }: World): Reply {
  return profiles.get('dingtalk.userGetMissCode') === '33012'
    ? refuse('dingtalk.user.miss', 33012, '无效的userId')
    : refuse('dingtalk.user.miss', 60121)
}

/** A user as the page prints one. What nobody here has is empty; `active` is false for who never logged in. */
export function userDetail(world: World, { employee, userid, unionid }: Person): object {
  const { name, departments, state } = employee
  const showsSensitive = world.profiles.get('dingtalk.sensitiveFields') === 'granted'
  return {
    userid,
    unionid,
    name,
    avatar: '',
    ...(showsSensitive && sensitiveFields(employee)),
    manager_userid: '',
    hide_mobile: false,
    job_number: '',
    title: '',
    work_place: '',
    remark: '',
    exclusive_account: false,
    dept_id_list: departments,
    dept_order_list: departments.map((dept_id) => ({ dept_id, order: 1 })),
    extension: '{}',
    hired_date: HIRED_AT,
    active: state !== 'inactive',
    real_authed: state !== 'inactive',
    senior: false,
    admin: false,
    boss: false,
    leader_in_dept: departments.map((dept_id) => ({ dept_id, leader: false })),
    role_list: [],
    union_emp_ext: {},
  }
}

/** What an app sees only with a scope of its own for it. */
function sensitiveFields({ mobile, email }: Person['employee']): object {
  return { state_code: '86', mobile, telephone: '', email, org_email: '' }
}
