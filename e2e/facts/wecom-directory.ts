import { expect } from 'vitest'
import { type Bench, present } from './bench.ts'
import type { Prove } from './prove.ts'
import type { RawAnswer } from './raw-http.ts'
import { expectCode, WecomCaller } from './wecom-caller.ts'

/** Usual parameters of each interface, whose own app is `office` unless named. */
const calls: Readonly<Record<string, { query?: string; body?: object; app?: string; carries: string }>> = {
  get: { query: '&userid=zhangsan', carries: 'userid' },
  simplelist: { query: '&department_id=7', carries: 'userlist' },
  list: { query: '&department_id=7', carries: 'userlist' },
  list_id: { body: { cursor: '', limit: 10_000 }, app: 'contacts', carries: 'dept_user' },
  'department-list': { carries: 'department' },
  'department-simplelist': { carries: 'department_id' },
  'department-get': { query: '&id=2', carries: 'department' },
  'tag-list': { carries: 'taglist' },
  'tag-get': { query: '&tagid=3', carries: 'partylist' },
  'tag-addtagusers': { body: { tagid: 1, userlist: ['zhangsan'], partylist: [4] }, carries: 'errcode' },
}

/** Members, departments and tags. */
export function proveDirectory(fact: Prove): void {
  for (const [name, { carries }] of Object.entries(calls)) {
    fact(`wecom.user.endpoint.${name}`, async (bench) => {
      const { json } = await call(bench, bench.endpoint.path.replace('/cgi-bin/', ''), name)

      expect(json).toMatchObject({ errcode: 0, [carries]: expect.anything() })
    })
  }

  for (const name of [
    'simplelist',
    'list_id',
    'department-list',
    'department-simplelist',
    'department-get',
    'tag-list',
    'tag-get',
  ]) {
    fact(`wecom.user.example.${name}`, async (bench) => {
      const { text } = await call(bench, pathOf(name), name)

      for (const printed of namesIn(bench.response)) expect(text).toContain(`"${printed}":`)
    })
  }

  fact('wecom.user.example.tag-addtagusers', async (bench) => {
    const body = bench.request.replace('12', '1').replace('u1', 'zhangsan')

    expect((await new WecomCaller(bench).postText('tag/addtagusers', body)).json.errcode).toBe(0)
  })

  fact('wecom.user.code.60111', async (bench) => {
    expectCode(await get(bench, 'user/get', '&userid=nobody'), bench.code)
  })

  fact('wecom.user.code.60011', async (bench) => {
    const hidden = present(new WecomCaller(bench).userids('out_of_range')[0])

    expectCode(await get(bench, 'user/get', `&userid=${hidden}`), bench.code)
  })

  fact('wecom.user.code.60123', async (bench) => {
    expectCode(await get(bench, 'user/simplelist', '&department_id=99'), bench.code)
    expectCode(await get(bench, 'user/list', '&department_id=99'), bench.code)
  })

  fact('wecom.user.code.45029', async (bench) => {
    bench.control.setLimits({ 'wecom.userListMembers': 1 })

    expectCode(await get(bench, 'user/list', '&department_id=7'), bench.code)
  })

  fact('wecom.user.code.60003', async (bench) => {
    expectCode(await get(bench, 'department/get', '&id=99'), bench.code)
  })

  fact('wecom.user.code.40068', async (bench) => {
    expectCode(await get(bench, 'tag/get', '&tagid=99'), bench.code)
  })

  fact('wecom.user.code.40070', async (bench) => {
    expectCode(await addToTag(bench, { userlist: ['nobody'] }), bench.code)
  })

  fact('wecom.user.code.40035', async (bench) => {
    expectCode(await addToTag(bench, {}), bench.code)
  })

  fact('wecom.user.behaviour.get-fields', async (bench) => {
    const wecom = new WecomCaller(bench)
    const active = (await get(bench, 'user/get', '&userid=zhangsan')).json
    const inactive = (await get(bench, 'user/get', `&userid=${present(wecom.userids('inactive')[0])}`)).json

    expect([active.status, inactive.status]).toEqual([1, 4])
    expect(active.is_leader_in_dept).toHaveLength(
      Array.isArray(active.department) ? active.department.length : -1,
    )
  })

  fact('wecom.user.behaviour.addtagusers-partial', async (bench) => {
    const { json } = await addToTag(bench, { userlist: ['zhangsan', 'a', 'b'], partylist: [99] })

    expect(json).toMatchObject({ errcode: 0, invalidlist: 'a|b', invalidparty: [99] })
  })

  fact('wecom.user.behaviour.hidden-fields', async (bench) => {
    const { json } = await get(bench, 'user/get', '&userid=zhangsan')

    for (const hidden of namesInTitle(bench)) expect(json).not.toHaveProperty(hidden)
  })

  fact('wecom.user.limit.list_id', async (bench) => {
    const codes = [bench.figure, bench.figure + 1].map(
      async (limit) =>
        (await new WecomCaller(bench).post('user/list_id', { limit }, 'contacts')).json.errcode,
    )

    expect(await Promise.all(codes)).toEqual([0, 40035])
  })

  for (const [name, list] of [
    ['users', (count: number) => ({ userlist: Array(count).fill('zhangsan') })],
    ['parties', (count: number) => ({ partylist: Array(count).fill(1) })],
  ] as const) {
    fact(`wecom.user.limit.addtagusers-${name}`, async (bench) => {
      const full = await addToTag(bench, list(bench.figure))
      const over = await addToTag(bench, list(bench.figure + 1))

      expect([full.json.errcode, over.json.errcode]).toEqual([0, 40035])
    })
  }
}

function pathOf(name: string): string {
  return name.includes('-') ? name.replace('-', '/') : `user/${name}`
}

function call(bench: Bench, api: string, name: string): Promise<RawAnswer> {
  const { query = '', body, app } = present(calls[name])
  return body ? new WecomCaller(bench).post(api, body, app) : get(bench, api, query)
}

async function get(bench: Bench, api: string, query: string): Promise<RawAnswer> {
  return bench.raw('GET', `/cgi-bin/${api}?access_token=${await new WecomCaller(bench).token()}${query}`)
}

function addToTag(bench: Bench, fields: object): Promise<RawAnswer> {
  return new WecomCaller(bench).post('tag/addtagusers', { tagid: 1, ...fields })
}

/** The field names of a body that the page prints without all its values. */
function namesIn(printed: string): string[] {
  const body = printed.replaceAll(/:"[^"]*"|\["[^"]*"\]/g, ':')
  return [...body.matchAll(/"(\w+)"/g)].map(([, name]) => name ?? '')
}

function namesInTitle({ fact }: Bench): string[] {
  return fact.title.replace(/^.*receive /, '').split(', ')
}
