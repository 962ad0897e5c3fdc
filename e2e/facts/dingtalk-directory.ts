import { expect } from 'vitest'
import { type Bench, present } from './bench.ts'
import { DingTalkCaller, expectAccepted, expectCode } from './dingtalk-caller.ts'
import type { Prove } from './prove.ts'
import { isObject } from './raw-http.ts'

const V2_USER = '/topapi/v2/user'
const USER = '/topapi/user'
const DEPARTMENT = '/topapi/v2/department'
/** A department that has members and none below it. */
const LEAF = 6
const NOBODYS = 99

/** Users by other ids than their mobile, departments and their members. */
export function proveDirectory(fact: Prove): void {
  const calls: Readonly<Record<string, { path: string; body: object; prints: readonly string[] }>> = {
    getbyunionid: {
      path: `${USER}/getbyunionid`,
      body: {},
      prints: ['contact_type', 'userid'],
    },
    get: { path: `${V2_USER}/get`, body: { userid: 'zhangsan', language: 'zh_CN' }, prints: detailFields },
    'department-listsub': {
      path: `${DEPARTMENT}/listsub`,
      body: { language: 'zh_CN' },
      prints: ['dept_id', 'name', 'parent_id', 'create_dept_group', 'auto_add_user'],
    },
    'department-listsubid': {
      path: `${DEPARTMENT}/listsubid`,
      body: { dept_id: 1 },
      prints: ['dept_id_list'],
    },
    'user-listid': { path: `${USER}/listid`, body: { dept_id: LEAF }, prints: ['userid_list'] },
    'user-listsimple': {
      path: `${USER}/listsimple`,
      body: { dept_id: LEAF, cursor: 0, size: 2, order_field: 'entry_asc', contain_access_limit: false },
      prints: ['has_more', 'next_cursor', 'list'],
    },
    'user-list': {
      path: `${V2_USER}/list`,
      body: { dept_id: LEAF, cursor: 0, size: 2 },
      prints: ['has_more', 'next_cursor', 'list'],
    },
    'department-get': { path: `${DEPARTMENT}/get`, body: { dept_id: LEAF }, prints: ['dept_id', 'name'] },
    'user-count': { path: `${USER}/count`, body: { only_active: false }, prints: ['count'] },
  }

  for (const [name, { path, body, prints }] of Object.entries(calls)) {
    const ask = (bench: Bench) =>
      new DingTalkCaller(bench).post(path, { ...unionidFor(name, bench), ...body })

    fact(`dingtalk.user.endpoint.${name}`, async (bench) => {
      expect(bench.endpoint).toEqual({ method: 'POST', path })
      expectAccepted(await ask(bench))
    })

    fact.under({ 'dingtalk.sensitiveFields': 'granted' }, `dingtalk.user.example.${name}`, async (bench) => {
      const { result } = (await ask(bench)).json
      const shown = Array.isArray(result) ? result[0] : result

      for (const field of prints) expect(shown).toHaveProperty(field)
    })
  }

  fact('dingtalk.user.behaviour.contact-type', async (bench) => {
    const { json } = await new DingTalkCaller(bench).post(
      `${USER}/getbyunionid`,
      unionidFor('getbyunionid', bench),
    )

    expect(json.result).toEqual({ contact_type: 0, userid: 'zhangsan' })
  })

  fact.open('dingtalk.sensitiveFields', 'dingtalk.user.behaviour.sensitive-fields', {
    granted: async (bench) => {
      const inactive = present(new DingTalkCaller(bench).userids('inactive')[0])

      expect(await detailOf(bench, 'zhangsan')).toMatchObject({ mobile: '13800000001', active: true })
      expect(await detailOf(bench, inactive)).toMatchObject({ active: false })
    },
    withheld: async (bench) => {
      const detail = await detailOf(bench, 'zhangsan')

      expect(detail).toMatchObject({ userid: 'zhangsan' })
      expect(detail).not.toHaveProperty('mobile')
    },
  })

  fact('dingtalk.user.behaviour.next-level-only', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const { departments } = bench.control.company().dingtalk
    const below = departments.filter(({ parentId }) => parentId === 1).map(({ id }) => id)

    const ids = await dingtalk.post(`${DEPARTMENT}/listsubid`, { dept_id: 1 })
    const listed = await dingtalk.post(`${DEPARTMENT}/listsub`, {})
    const ofRoot = await dingtalk.post(`${USER}/listid`, { dept_id: 1 })

    expect(ids.json.result).toEqual({ dept_id_list: below })
    expect(listed.json.result).toMatchObject(below.map((dept_id) => ({ dept_id, parent_id: 1 })))
    expect(ofRoot.json.result).toEqual({ userid_list: [] })
  })

  proveRefusals(fact)
}

function proveRefusals(fact: Prove): void {
  const refused = (id: string, path: string, body: object, answers: Record<string, string> = {}) =>
    fact.under(answers, `dingtalk.user.${id}`, async (bench) => {
      expectCode(await new DingTalkCaller(bench).post(path, body), bench.code)
    })

  refused('code.60121-unionid', `${USER}/getbyunionid`, { unionid: 'nobodysiEiE' })
  refused('code.400002-unionid', `${USER}/getbyunionid`, {})
  const unknown = { userid: 'nobody' }
  refused('code.33012-get', `${V2_USER}/get`, unknown, { 'dingtalk.userGetMissCode': '33012' })
  refused('code.60121-get', `${V2_USER}/get`, unknown, { 'dingtalk.userGetMissCode': '60121' })
  refused('code.60003-listid', `${USER}/listid`, { dept_id: NOBODYS })
  refused('code.60003', `${DEPARTMENT}/get`, { dept_id: NOBODYS })
  refused('code.40009', `${DEPARTMENT}/get`, { dept_id: '研发' })
  refused('code.400002-list', `${USER}/listid`, {})
  refused('code.40068', `${USER}/listsimple`, { dept_id: LEAF, cursor: -1, size: 10 })
  refused('code.40069', `${USER}/listsimple`, { dept_id: LEAF, cursor: 0, size: 0 })
  refused('code.40035-list', `${V2_USER}/list`, { dept_id: LEAF, cursor: -1, size: 10 })
  refused('code.60019', `${V2_USER}/list`, { dept_id: NOBODYS, cursor: 0, size: 10 })

  for (const [id, path] of [
    ['code.50004-list', `${V2_USER}/list`],
    ['code.33012', `${V2_USER}/get`],
  ] as const) {
    fact(`dingtalk.user.${id}`, async (bench) => {
      bench.control.setFault({ path, times: 1, action: { errcode: Number(bench.code.code) } })

      expectCode(await new DingTalkCaller(bench).post(path, {}), bench.code)
    })
  }

  fact('dingtalk.user.limit.listsimple-size', async (bench) => {
    const page = (api: string, size: number) =>
      new DingTalkCaller(bench).post(api, { dept_id: LEAF, cursor: 0, size })

    for (const api of [`${USER}/listsimple`, `${V2_USER}/list`]) {
      expectAccepted(await page(api, bench.figure))
      expect((await page(api, bench.figure + 1)).json.errcode).not.toBe(0)
    }
  })
}

const detailFields =
  `userid unionid name avatar state_code manager_userid mobile hide_mobile telephone job_number title
  email work_place remark exclusive_account org_email dept_id_list dept_order_list extension hired_date active
  real_authed senior admin boss leader_in_dept role_list union_emp_ext`.split(/\s+/)

/** 张三's, for the one call that is keyed by it. */
function unionidFor(name: string, bench: Bench): object {
  const unionid = bench.control.company().employees[0]?.dingtalk?.unionid
  return name === 'getbyunionid' ? { unionid } : {}
}

async function detailOf(bench: Bench, userid: string): Promise<Record<string, unknown>> {
  const { result } = (await new DingTalkCaller(bench).post(`${V2_USER}/get`, { userid })).json
  if (!isObject(result)) throw new Error('No result')
  return result
}
