import { describe, expect, it } from 'vitest'
import { startWecom, type WecomUnderTest } from './test-kit.ts'

/** Who has a message on the phone, in the company's order. */
function reached(wecom: WecomUnderTest): string[] {
  const userids = wecom.employees.flatMap((employee) => (employee.wecom ? [employee.wecom.userid] : []))
  return userids.filter((userid) => wecom.phone(userid).length > 0)
}

function visible(wecom: WecomUnderTest, departments?: readonly number[]): string[] {
  const people = wecom.employees.filter(
    (employee) =>
      employee.state !== 'out_of_range' &&
      (departments === undefined || employee.departments.some((id) => departments.includes(id))),
  )
  return people.flatMap((employee) => (employee.wecom ? [employee.wecom.userid] : []))
}

describe('touser', () => {
  it('is split at |, with spaces around it, and read without regard to case', async () => {
    const wecom = await startWecom()
    const [first = '', second = ''] = wecom.reachable(2)

    const { body } = await wecom.send({ touser: ` ${first.toUpperCase()} | ${second.toLowerCase()} |` })

    expect(body).toEqual({ errcode: 0, errmsg: 'ok', msgid: expect.stringMatching(/^[A-Za-z0-9_-]{63,86}$/) })
    expect(reached(wecom)).toEqual([first, second])
  })

  it('reaches a member who is named several times once', async () => {
    const wecom = await startWecom()

    await wecom.send({ touser: 'zhangsan|ZhangSan', toparty: '1', totag: '1' })

    expect(wecom.phone()).toHaveLength(1)
  })

  it('of @all reaches everyone in the visible range and ignores toparty and totag', async () => {
    const wecom = await startWecom()

    const { body } = await wecom.send({ touser: '@all', toparty: '999', totag: '999' })

    expect(body).toEqual({ errcode: 0, errmsg: 'ok', msgid: expect.any(String) })
    expect(reached(wecom)).toEqual(visible(wecom))
  })
})

describe('toparty and totag', () => {
  it('reach the members of departments with all departments below', async () => {
    const wecom = await startWecom()

    await wecom.send({ touser: '', toparty: ' 2 | 4 ' })

    expect(reached(wecom)).toEqual(visible(wecom, [2, 4, 6, 7]))
  })

  it('reach the members of a tag and of its departments', async () => {
    const wecom = await startWecom()
    const tag = wecom.corp.tags.find(({ departments }) => departments.length > 0)

    await wecom.send({ touser: undefined, totag: `${tag?.id}` })

    const wanted = new Set([...visible(wecom, tag?.departments), ...(tag?.userids ?? [])])
    expect(reached(wecom)).toEqual(visible(wecom).filter((userid) => wanted.has(userid)))
  })
})

describe('receivers who are not valid', () => {
  it('are listed, userids in lower case, while the others receive', async () => {
    const wecom = await startWecom()
    const hidden = wecom.someone(({ state }) => state === 'out_of_range').userid

    const { body } = await wecom.send({
      touser: `zhangsan|NoBody|nobody|${hidden}`,
      toparty: '1|998|999',
      totag: '77',
    })

    expect(Object.keys(body)).toEqual([
      'errcode',
      'errmsg',
      'invaliduser',
      'invalidparty',
      'invalidtag',
      'msgid',
    ])
    expect(body).toMatchObject({
      errcode: 0,
      invaliduser: `nobody|${hidden.toLowerCase()}`,
      invalidparty: '998|999',
      invalidtag: '77',
    })
    expect(wecom.phone()).toHaveLength(1)
    expect(wecom.phone(hidden)).toHaveLength(0)
    expect(wecom.lastRule()).toBe('wecom.send.someInvalid')
  })

  it('only answer 81013 without a msgid', async () => {
    const wecom = await startWecom()

    const { body } = await wecom.send({ touser: 'NoBody', toparty: '999', totag: '77' })

    expect(body).toEqual({
      errcode: 81013,
      errmsg: expect.stringMatching(/^user & party & tag all invalid, hint: .* more info at .*e=81013$/),
      invaliduser: 'nobody',
      invalidparty: '999',
      invalidtag: '77',
    })
  })

  it('are no error beside a valid department', async () => {
    const wecom = await startWecom()

    expect((await wecom.send({ touser: 'nobody', toparty: '5' })).body).toMatchObject({
      errcode: 0,
      invaliduser: 'nobody',
    })
  })

  it('keep their case and come with a msgid in an 81013 under opposed profiles', async () => {
    const wecom = await startWecom({ 'wecom.allInvalidCase': 'as_sent', 'wecom.allInvalidMsgid': 'present' })

    const { body } = await wecom.send({ touser: 'NoBody' })

    expect(body).toMatchObject({
      errcode: 81013,
      invaliduser: 'NoBody',
      msgid: expect.stringMatching(/^[\w-]{63,86}$/),
    })
    expect((await wecom.call('message/recall', { msgid: body.msgid })).body.errcode).toBe(40058)
  })

  it('leave empty strings where there are none under the opposed profile', async () => {
    const wecom = await startWecom({ 'wecom.emptyFields': 'empty_string' })
    const empty = { invalidparty: '', invalidtag: '', unlicenseduser: '' }

    expect((await wecom.send()).body).toMatchObject({ errcode: 0, invaliduser: '', ...empty })
    expect((await wecom.send({ touser: 'nobody' })).body).toMatchObject({
      errcode: 81013,
      invaliduser: 'nobody',
      ...empty,
    })
  })

  it('are listed if their ids have a wrong form, or refuse the call under the opposed profile', async () => {
    const ids = [
      [{ touser: 'zhangsan|a b' }, { invaliduser: 'a b' }, 40031],
      [{ toparty: '研发' }, { invalidparty: '研发' }, 40066],
      [{ totag: '1x' }, { invalidtag: '1x' }, 40068],
    ] as const
    const documented = await startWecom()
    const opposed = await startWecom({ 'wecom.malformedIds': 'refused' })

    for (const [fields, listed, errcode] of ids) {
      expect((await documented.send(fields)).body).toMatchObject({ errcode: 0, ...listed })
      expect((await opposed.send(fields)).body.errcode).toBe(errcode)
    }
  })

  it('may include the inactive: a profile', async () => {
    const documented = await startWecom()
    const opposed = await startWecom({ 'wecom.inactive': 'invaliduser' })
    const { userid } = documented.someone(({ state }) => state === 'inactive')

    expect((await documented.send({ touser: userid })).body.errcode).toBe(0)
    expect(documented.phone(userid)).toMatchObject([{ readAt: null }])
    expect((await opposed.send({ touser: userid })).body).toMatchObject({
      errcode: 81013,
      invaliduser: userid.toLowerCase(),
    })
  })
})

describe('the number of receivers', () => {
  it.each([
    ['documented', 82001],
    ['opposed', 81012],
  ] as const)('may not be none (%s: %i)', async (profile, errcode) => {
    const wecom = await startWecom(profile)

    expect((await wecom.send({ touser: ' | ', toparty: '', totag: null })).body.errcode).toBe(errcode)
  })

  it.each([
    ['touser', 1000, 40032],
    ['toparty', 100, 82002],
    ['totag', 100, 82003],
  ] as const)('of %s may be %i, and beyond refuses the call with %i', async (field, most, errcode) => {
    const wecom = await startWecom()
    const ids = (count: number) => Array.from({ length: count }, (_, index) => `${1000 + index}`).join('|')

    expect((await wecom.send({ [field]: `1|${ids(most - 1)}`, toparty: '1' })).body.errcode).not.toBe(errcode)
    expect((await wecom.send({ [field]: ids(most + 1) })).body.errcode).toBe(errcode)
  })
})
