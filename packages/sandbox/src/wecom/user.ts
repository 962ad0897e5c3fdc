import { startOfDay } from '../clock.ts'
import { SlidingWindow } from '../sliding-window.ts'
import type { Employee, World } from '../world.ts'
import { isRefusal, type Reply, refuse } from './envelope.ts'
import type { Call, Endpoint } from './gate.ts'

/** POST /cgi-bin/user/getuserid: 《手机号获取userid》, 96267, 2025-08-29. */
export function getUserid(world: World): Endpoint {
  const misses = new LookupMisses(world)
  return (call) =>
    misses.guarded(call, () => {
      const mobile = call.params.text('mobile')
      if (!isMobile(mobile)) return refuse('wecom.lookup.mobileMalformed', 60103)
      return userOf(call, world.company.byMobile(mobile))
    })
}

/** POST /cgi-bin/user/get_userid_by_email: 《邮箱获取userid》, 96268, 2025-08-29. */
export function getUseridByEmail(world: World): Endpoint {
  const misses = new LookupMisses(world)
  return (call) =>
    misses.guarded(call, () => {
      const email = call.params.text('email')
      const type = call.params.integer('email_type') ?? CORP_MAILBOX
      if (!email || (type !== CORP_MAILBOX && type !== PERSONAL_MAILBOX)) {
        return refuse('wecom.lookup.emailMalformed', 40035)
      }
      // The seeded company knows the mailboxes it gave to its people, not their private ones.
      return userOf(call, type === CORP_MAILBOX ? world.company.byEmail(email) : undefined)
    })
}

const CORP_MAILBOX = 1
const PERSONAL_MAILBOX = 2

/** Lists that user/get carries even when it fails. */
export const emptyUser = { department: [], order: [], is_leader_in_dept: [], direct_leader: [] }

/** GET /cgi-bin/user/get, as applications made since 2022-06-20 see it: no mobile, no email, no avatar. */
export function getUser(world: World): Endpoint {
  return (call) => {
    const userid = call.query.get('userid')
    if (!userid) return refuse('wecom.user.useridMissing', 41009)
    const employee = world.company.byUserid('wecom', userid)
    if (!employee?.wecom) return refuse('wecom.user.unknown', 60111)
    if (!isVisible(call, employee)) return refuse('wecom.user.outOfRange', 60011)
    return { rule: 'wecom.user.ok', fields: describeMember(employee, employee.wecom.userid) }
  }
}

/** Members who fail to be found are counted; too many lock the interface for the rest of the natural day. */
class LookupMisses {
  readonly #world: World
  readonly #misses = new SlidingWindow()

  constructor(world: World) {
    this.#world = world
  }

  guarded(call: Call, look: () => Reply): Reply {
    const share = this.#world.limits.get('wecom.lookupMissShare')
    const today = this.#misses.countAfter(CORP, startOfDay(call.at) - 1)
    if (share !== null && today > share * this.#world.company.employees.length) {
      return refuse('wecom.lookup.blockedForTheDay', 45009)
    }
    const reply = look()
    if (isRefusal(reply)) this.#misses.add(CORP, call.at)
    return reply
  }
}

/** All applications of the corp share its count. */
const CORP = 'corp'

function userOf(call: Call, employee: Employee | undefined): Reply {
  if (!employee?.wecom || !isVisible(call, employee)) return refuse('wecom.lookup.nobody', 46004)
  return { rule: 'wecom.lookup.ok', fields: { userid: employee.wecom.userid } }
}

/** The contacts-sync secret sees the whole directory, an application its visible range. */
export function isVisible(call: Call, employee: Employee): boolean {
  return call.app.agentid === null || employee.state !== 'out_of_range'
}

/** 5 to 32 bytes, a country code allowed. */
function isMobile(mobile: string): boolean {
  return /^\+?[\d-]{5,32}$/.test(mobile) && mobile.length <= 32
}

/** Platform codes of the account: 1 active, 4 not activated. */
export function describeMember(employee: Employee, userid: string): object {
  const { name, departments, state } = employee
  return {
    userid,
    name,
    department: departments,
    order: departments.map(() => 0),
    is_leader_in_dept: departments.map(() => 0),
    main_department: departments[0],
    direct_leader: [],
    position: '',
    alias: '',
    status: state === 'inactive' ? 4 : 1,
  }
}
