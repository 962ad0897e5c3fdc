import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import type { SeenRequest, StubAnswer } from '../../../e2e/setup/literal-platform.ts'
import { ACCESS_TOKEN, clientOf, startPlatformWithToken } from './test-kit.ts'

async function directory(answer: object | ((request: SeenRequest) => StubAnswer)) {
  const platform = await startPlatformWithToken((request) =>
    typeof answer === 'function' ? answer(request) : answer,
  )
  return { platform, wecom: clientOf(platform) }
}

describe('a member', () => {
  it('is read with the fields the platform gives, and without those it hides', async () => {
    const { platform, wecom } = await directory({
      ...{ errcode: 0, errmsg: 'ok', userid: 'zhangsan', name: '张三', department: [1, 2], order: [1, 10] },
      ...{
        is_leader_in_dept: [1, 0],
        direct_leader: ['lisi'],
        main_department: 1,
        position: '后台工程师',
        status: 1,
      },
    })

    const member = await wecom.users.get('zhangsan')

    expect(member).toMatchObject({
      ...{ userid: 'zhangsan', name: '张三', department: [1, 2], order: [1, 10], is_leader_in_dept: [1, 0] },
      ...{
        direct_leader: ['lisi'],
        main_department: 1,
        position: '后台工程师',
        status: 1,
        mobile: undefined,
      },
    })
    expect(platform.last('/cgi-bin/user/get')).toMatchObject({
      method: 'GET',
      query: { userid: 'zhangsan', access_token: ACCESS_TOKEN },
    })
  })

  it('who does not exist is undefined, whatever empty lists the refusal carries', async () => {
    const { wecom } = await directory({
      errcode: 60111,
      errmsg: 'userid not found',
      department: [],
      order: [],
    })

    expect(await wecom.users.get('nobody')).toBeUndefined()
  })

  it('whom the app may not see is a refusal', async () => {
    const { wecom } = await directory({ errcode: 60011, errmsg: 'no privilege', department: [] })

    expect(await failureOf(wecom.users.get('boss'))).toMatchObject({ kind: 'rejected', code: '60011' })
  })

  it('without a userid is in doubt', async () => {
    const { wecom } = await directory({ errcode: 0, errmsg: 'ok' })

    expect(await failureOf(wecom.users.get('zhangsan'))).toMatchObject({ kind: 'ambiguous' })
  })
})

describe('the members of a department', () => {
  it('are listed briefly', async () => {
    const userlist = [{ userid: 'zhangsan', name: '张三', department: [1] }]
    const { platform, wecom } = await directory({ errcode: 0, errmsg: 'ok', userlist })

    expect(await wecom.users.simplelist(1)).toEqual(userlist)
    expect(platform.last('/cgi-bin/user/simplelist').query).toMatchObject({ department_id: '1' })
  })

  it('are listed in full, also where the answer has more than a megabyte', async () => {
    const userlist = Array.from({ length: 8_000 }, (_, index) => ({
      userid: `u${index}`,
      name: '名'.repeat(50),
    }))
    const { wecom } = await directory({ errcode: 0, errmsg: 'ok', userlist })

    const members = await wecom.users.list(1)

    expect(members).toHaveLength(8_000)
    expect(members.at(-1)).toMatchObject({ userid: 'u7999', department: [], status: undefined })
  })

  it('too many for one answer are refused with another way', async () => {
    const { wecom } = await directory({ errcode: 45029, errmsg: 'too large' })

    expect(await failureOf(wecom.users.list(1))).toMatchObject({
      code: '45029',
      remedy: { en: expect.stringContaining('users.ids()') },
    })
  })
})

describe('the ids of all members', () => {
  const idsOf = async (wecom: Awaited<ReturnType<typeof directory>>['wecom'], limit?: number) => {
    const ids = []
    for await (const id of wecom.users.ids({ limit })) ids.push(id)
    return ids
  }

  it('come page after page until there is no cursor', async () => {
    const pages: Record<string, object> = {
      '': {
        errcode: 0,
        errmsg: 'ok',
        next_cursor: 'aaa',
        dept_user: [{ userid: 'zhangsan', department: 1 }],
      },
      aaa: { errcode: 0, errmsg: 'ok', next_cursor: '', dept_user: [{ userid: 'zhangsan', department: 2 }] },
    }
    const { platform, wecom } = await directory(({ body }) => pages[JSON.parse(body).cursor] ?? {})

    expect(await idsOf(wecom)).toEqual([
      { userid: 'zhangsan', department: 1 },
      { userid: 'zhangsan', department: 2 },
    ])
    expect(platform.last('/cgi-bin/user/list_id').body).toBe('{"cursor":"aaa","limit":10000}')
  })

  it('end where a cursor leads around', async () => {
    const { wecom } = await directory({ errcode: 0, errmsg: 'ok', next_cursor: 'aaa', dept_user: [] })

    expect(await idsOf(wecom)).toEqual([])
  })

  it.each([0, 10_001, 1.5])('are not asked for in pages of %s', async (limit) => {
    const { platform, wecom } = await directory({})

    expect(await failureOf(idsOf(wecom, limit))).toMatchObject({ kind: 'invalid', field: 'limit' })
    expect(platform.requests).toEqual([])
  })
})

describe('departments', () => {
  const rnd = {
    id: 2,
    name: '广州研发中心',
    name_en: 'RDGZ',
    department_leader: ['zhangsan'],
    parentid: 1,
    order: 10,
  }

  it('are listed below one, or all', async () => {
    const { platform, wecom } = await directory({ errcode: 0, errmsg: 'ok', department: [rnd] })

    expect(await wecom.departments.list(2)).toEqual([rnd])
    expect(platform.last('/cgi-bin/department/list').query).toEqual({ id: '2', access_token: ACCESS_TOKEN })
    await wecom.departments.list()
    expect(platform.last('/cgi-bin/department/list').query).toEqual({ access_token: ACCESS_TOKEN })
  })

  it('are listed by their ids alone', async () => {
    const department_id = [{ id: 2, parentid: 1, order: 10 }]
    const { wecom } = await directory({ errcode: 0, errmsg: 'ok', department_id })

    expect(await wecom.departments.simplelist()).toEqual(department_id)
  })

  it('are read one by one', async () => {
    const { platform, wecom } = await directory({ errcode: 0, errmsg: 'ok', department: rnd })

    expect(await wecom.departments.get(2)).toEqual(rnd)
    expect(platform.last('/cgi-bin/department/get').query).toMatchObject({ id: '2' })
  })

  it.each([60123, 60003])('that do not exist are refused (%i)', async (errcode) => {
    const { wecom } = await directory({ errcode, errmsg: 'x' })

    expect(await failureOf(wecom.departments.get(99))).toMatchObject({
      kind: 'rejected',
      code: String(errcode),
    })
  })
})

describe('tags', () => {
  it('are listed', async () => {
    const taglist = [{ tagid: 1, tagname: 'a' }]
    const { wecom } = await directory({ errcode: 0, errmsg: 'ok', taglist })

    expect(await wecom.tags.list()).toEqual(taglist)
  })

  it('name their members and departments', async () => {
    const tag = { tagname: '乒乓球协会', userlist: [{ userid: 'zhangsan', name: '李四' }], partylist: [2] }
    const { platform, wecom } = await directory({ errcode: 0, errmsg: 'ok', ...tag })

    expect(await wecom.tags.get(12)).toEqual(tag)
    expect(platform.last('/cgi-bin/tag/get').query).toMatchObject({ tagid: '12' })
  })

  it('are given to members, and who cannot have one is named', async () => {
    const { platform, wecom } = await directory({
      errcode: 0,
      errmsg: 'ok',
      invalidlist: 'u1|u2',
      invalidparty: [2],
    })

    const added = await wecom.tags.addtagusers(12, { userlist: ['u1', 'u2', 'u3'], partylist: [2, 4] })

    expect(added).toEqual({ complete: false, invalidlist: ['u1', 'u2'], invalidparty: [2] })
    expect(platform.last('/cgi-bin/tag/addtagusers').body).toBe(
      '{"tagid":12,"userlist":["u1","u2","u3"],"partylist":[2,4]}',
    )
  })

  it('are given to all that were named', async () => {
    const { wecom } = await directory({ errcode: 0, errmsg: 'ok' })

    expect(await wecom.tags.addtagusers(12, { userlist: Array(1000).fill('u') })).toMatchObject({
      complete: true,
    })
  })
})

describe('a list of the directory', () => {
  type Client = ReturnType<typeof clientOf>
  const lists: [string, string, (wecom: Client) => Promise<unknown>][] = [
    ['userlist', 'simplelist', ({ users }) => users.simplelist(1)],
    ['userlist', 'list', ({ users }) => users.list(1)],
    ['department', 'list', ({ departments }) => departments.list()],
    ['department_id', 'simplelist', ({ departments }) => departments.simplelist()],
    ['taglist', 'list', ({ tags }) => tags.list()],
  ]

  it.each(lists)('%s of %s may come without errcode, as some endpoints answer', async (field, _list, ask) => {
    const { wecom } = await directory({ [field]: [] })

    expect(await ask(wecom)).toEqual([])
  })

  it.each(lists)('without its %s (%s) is in doubt, not empty', async (_field, _list, ask) => {
    const { wecom } = await directory({ errcode: 0, errmsg: 'ok' })

    expect(await failureOf(ask(wecom))).toMatchObject({ kind: 'ambiguous' })
  })
})

describe('what no directory has is refused before the call', () => {
  type Client = ReturnType<typeof clientOf>
  const badId: unknown = '2'

  it.each<[string, (wecom: Client) => Promise<unknown>]>([
    ['userid', ({ users }) => users.get('')],
    ['department_id', ({ users }) => users.list(0)],
    ['department_id', ({ users }) => users.simplelist(badId as number)],
    ['id', ({ departments }) => departments.get(1.5)],
    ['id', ({ departments }) => departments.list(-1)],
    ['tagid', ({ tags }) => tags.get(0)],
    ['members.userlist', ({ tags }) => tags.addtagusers(1, {})],
    ['members.userlist', ({ tags }) => tags.addtagusers(1, { userlist: Array(1001).fill('u') })],
    ['members.partylist', ({ tags }) => tags.addtagusers(1, { partylist: Array(101).fill(1) })],
  ])('%s', async (field, ask) => {
    const { platform, wecom } = await directory({})

    expect(await failureOf(ask(wecom))).toMatchObject({ kind: 'invalid', field })
    expect(platform.requests).toEqual([])
  })
})
