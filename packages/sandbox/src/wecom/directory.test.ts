import { describe, expect, it } from 'vitest'
import { startWecom, type WecomUnderTest } from './test-kit.ts'

async function ask(wecom: WecomUnderTest, api: string, query: object = {}, app = 'office') {
  const parameters = new URLSearchParams({ access_token: await wecom.token(app), ...query })
  return (await wecom.get(`/cgi-bin/${api}?${parameters}`)).body
}

/** Userids of those in the department itself. */
function membersOf(wecom: WecomUnderTest, department: number, seen: (state: string) => boolean) {
  return wecom.employees.flatMap(({ wecom: account, departments, state }) =>
    account && departments.includes(department) && seen(state) ? [account.userid] : [],
  )
}

const userids = (list: unknown): string[] =>
  Array.isArray(list) ? list.map((member: { userid: string }) => member.userid) : []

describe('the members of a department', () => {
  it('are listed without those below it and without those whom the app does not see', async () => {
    const wecom = await startWecom()
    const department_id = '7'

    const brief = await ask(wecom, 'user/simplelist', { department_id })
    const detailed = await ask(wecom, 'user/list', { department_id })
    const everybody = await ask(wecom, 'user/simplelist', { department_id }, 'contacts')

    const visible = membersOf(wecom, 7, (state) => state !== 'out_of_range')
    expect(userids(brief.userlist)).toEqual(visible)
    expect(userids(detailed.userlist)).toEqual(visible)
    expect(userids(everybody.userlist)).toEqual(membersOf(wecom, 7, () => true))
    expect(brief.userlist).toContainEqual({
      userid: visible[0],
      name: expect.any(String),
      department: expect.arrayContaining([7]),
    })
    expect(detailed.userlist).toContainEqual(
      expect.objectContaining({ userid: visible[0], status: 1, main_department: expect.any(Number) }),
    )
  })

  it('of an unknown department are refused, with an empty list', async () => {
    const wecom = await startWecom()

    for (const department_id of ['99', 'x', '']) {
      const body = await ask(wecom, 'user/simplelist', { department_id })
      expect(body).toMatchObject({ errcode: 60123, userlist: [] })
      expect(await ask(wecom, 'user/list', { department_id })).toMatchObject({ errcode: 60123, userlist: [] })
    }
  })

  it('are too many to describe beyond the limit', async () => {
    const wecom = await startWecom()
    wecom.control.setLimits({ 'wecom.userListMembers': 1 })

    expect(await ask(wecom, 'user/list', { department_id: '7' })).toMatchObject({ errcode: 45029 })
    expect(await ask(wecom, 'user/simplelist', { department_id: '7' })).toMatchObject({ errcode: 0 })
  })
})

describe('user/list_id', () => {
  it('pages through one row for each department of each member', async () => {
    const wecom = await startWecom()
    const rows: unknown[] = []
    let cursor = ''
    do {
      const { body } = await wecom.call('user/list_id', { cursor, limit: 25 }, 'contacts')
      if (Array.isArray(body.dept_user)) rows.push(...body.dept_user)
      cursor = String(body.next_cursor)
    } while (cursor !== '')

    expect(rows).toEqual(
      wecom.employees.flatMap(({ wecom: account, departments }) =>
        account ? departments.map((department) => ({ userid: account.userid, department })) : [],
      ),
    )
  })

  it('is for the contacts-sync secret, with 1 to 10 000 ids a page', async () => {
    const wecom = await startWecom()
    const code = async (body: object, app = 'contacts') =>
      (await wecom.call('user/list_id', body, app)).body.errcode

    expect(await code({}, 'office')).toBe(48002)
    expect(await code({ limit: 10_000 })).toBe(0)
    expect(await code({ limit: 10_001 })).toBe(40035)
    expect(await code({ limit: 0 })).toBe(40035)
    expect(await code({ cursor: 'x' })).toBe(40035)
  })
})

describe('departments', () => {
  it('are listed all, or one and those below it', async () => {
    const wecom = await startWecom()
    const ids = (list: unknown) => (Array.isArray(list) ? list.map(({ id }: { id: number }) => id) : [])

    expect(ids((await ask(wecom, 'department/list')).department)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(ids((await ask(wecom, 'department/list', { id: '2' })).department)).toEqual([2, 6, 7])
    expect(ids((await ask(wecom, 'department/simplelist', { id: '3' })).department_id)).toEqual([3, 8])
    expect((await ask(wecom, 'department/simplelist', { id: '8' })).department_id).toEqual([
      { id: 8, parentid: 3, order: expect.any(Number) },
    ])
    expect((await ask(wecom, 'department/get', { id: '8' })).department).toEqual({
      id: 8,
      name: '华东区',
      name_en: '',
      department_leader: [],
      parentid: 3,
      order: expect.any(Number),
    })
  })

  it('that do not exist are refused', async () => {
    const wecom = await startWecom()

    expect(await ask(wecom, 'department/list', { id: '99' })).toMatchObject({
      errcode: 60123,
      department: [],
    })
    expect(await ask(wecom, 'department/simplelist', { id: 'x' })).toMatchObject({ errcode: 60123 })
    expect(await ask(wecom, 'department/get', { id: '99' })).toMatchObject({ errcode: 60003 })
    expect(await ask(wecom, 'department/get')).toMatchObject({ errcode: 60123 })
  })
})

describe('tags', () => {
  it('are listed, with their members as far as the app sees them', async () => {
    const wecom = await startWecom()
    const [tag] = wecom.corp.tags

    expect((await ask(wecom, 'tag/list')).taglist).toContainEqual({ tagid: 1, tagname: tag?.name })
    const body = await ask(wecom, 'tag/get', { tagid: '1' })
    expect(body).toMatchObject({ tagname: tag?.name, partylist: [] })
    expect(userids(body.userlist).every((userid) => tag?.userids.includes(userid))).toBe(true)
    expect(await ask(wecom, 'tag/get', { tagid: '99' })).toMatchObject({ errcode: 40068, userlist: [] })
    expect(await ask(wecom, 'tag/get')).toMatchObject({ errcode: 40068 })
  })

  it('take members, whom a message to the tag then reaches', async () => {
    const wecom = await startWecom()
    const tagged = new Set(wecom.corp.tags[0]?.userids)
    const added = wecom.reachable(60).find((userid) => !tagged.has(userid)) ?? ''

    const { body } = await wecom.call('tag/addtagusers', {
      tagid: 1,
      userlist: [added.toUpperCase(), 'nobody', 'noone'],
      partylist: [4, 99],
    })
    await wecom.send({ touser: '', totag: '1' })

    expect(body).toEqual({ errcode: 0, errmsg: 'ok', invalidlist: 'nobody|noone', invalidparty: [99] })
    expect(wecom.phone(added)).toHaveLength(1)
    expect(wecom.control.company().wecom.tags[0]).toMatchObject({ departments: [4] })
  })

  it('refuse a call that names nobody, nobody valid, or too many', async () => {
    const wecom = await startWecom()
    const add = async (body: object) => (await wecom.call('tag/addtagusers', { tagid: 1, ...body })).body

    expect(await add({ tagid: 99, userlist: ['zhangsan'] })).toMatchObject({ errcode: 40068 })
    expect(await add({})).toMatchObject({ errcode: 40035 })
    expect(await add({ userlist: Array(1000).fill('zhangsan') })).toMatchObject({ errcode: 0 })
    expect(await add({ userlist: Array(1001).fill('zhangsan') })).toMatchObject({ errcode: 40035 })
    expect(await add({ partylist: Array(100).fill(1) })).toMatchObject({ errcode: 0 })
    expect(await add({ partylist: Array(101).fill(1) })).toMatchObject({ errcode: 40035 })
    expect(await add({ userlist: ['nobody'], partylist: [99] })).toMatchObject({
      errcode: 40070,
      errmsg: expect.stringMatching(/^all list invalid, /),
      invalidlist: 'nobody',
      invalidparty: [99],
    })
  })
})
