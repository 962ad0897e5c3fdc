import { describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS, startWecom, type WecomUnderTest } from './test-kit.ts'

/** A group of three people, made by the app `office`. */
async function withChat(profile: 'documented' | 'opposed' = 'documented') {
  const wecom = await startWecom(profile)
  const userlist = wecom.reachable(3)
  await wecom.call('appchat/create', { name: '项目组', userlist, chatid: 'project1' })
  return { wecom, userlist }
}

const code = async (wecom: WecomUnderTest, api: string, body: object, app = 'office') =>
  (await wecom.call(`appchat/${api}`, body, app)).body.errcode

async function chatInfo(wecom: WecomUnderTest, chatid = 'project1', app = 'office') {
  const token = await wecom.token(app)
  return (await wecom.get(`/cgi-bin/appchat/get?access_token=${token}&chatid=${chatid}`)).body
}

const text = { chatid: 'project1', msgtype: 'text', text: { content: '开会' } }

describe('appchat/create', () => {
  it('makes a group whose owner is the first member unless named', async () => {
    const { wecom, userlist } = await withChat()

    expect(await chatInfo(wecom)).toEqual({
      errcode: 0,
      errmsg: 'ok',
      chat_info: { chatid: 'project1', name: '项目组', owner: userlist[0], userlist, chat_type: 0 },
    })
  })

  it('gives the group an id if the call names none, and cuts its name at 50 characters', async () => {
    const wecom = await startWecom()
    const [first = '', second = ''] = wecom.reachable(2)
    const userlist = [first.toUpperCase(), second]

    const { body } = await wecom.call('appchat/create', { name: '名'.repeat(51), owner: second, userlist })

    expect(body).toEqual({ errcode: 0, errmsg: 'ok', chatid: expect.stringMatching(/^[0-9a-z]{32}$/) })
    expect(await chatInfo(wecom, String(body.chatid))).toMatchObject({
      chat_info: { name: '名'.repeat(50), owner: second, userlist: [first, second] },
    })
  })

  it('names what is missing or wrong', async () => {
    const { wecom, userlist } = await withChat()
    const [, , , outsider = ''] = wecom.reachable(4)
    const create = (change: object) => code(wecom, 'create', { name: 'x', userlist, ...change })

    expect(await create({ userlist: [] })).toBe(86204)
    expect(await create({ userlist: [userlist[0]] })).toBe(86006)
    expect(await create({ userlist: [...userlist, 'nobody'] })).toBe(86216)
    expect(await create({ owner: outsider })).toBe(86207)
    expect(await create({ chatid: 'c'.repeat(33) })).toBe(86205)
    expect(await create({ chatid: 'c-1' })).toBe(86001)
    expect(await create({ chatid: 'project1' })).toBe(86215)
    expect(await create({ chatid: 'c'.repeat(32) })).toBe(0)
  })

  it('takes 2000 members and refuses more', async () => {
    const wecom = await startWecom()
    wecom.control.reset({ people: 2600 })
    const { employees, wecom: corp } = wecom.control.company({ limit: 2600 })
    const userids = employees.flatMap((employee) => employee.wecom?.userid ?? [])
    const { agentid: _, secret } = corp.apps[0] ?? { agentid: 0, secret: '' }
    const answer = await wecom.get(`/cgi-bin/gettoken?corpid=${corp.corpid}&corpsecret=${secret}`)
    const create = async (count: number) =>
      (
        await wecom.post(`/cgi-bin/appchat/create?access_token=${answer.body.access_token}`, {
          name: 'x',
          userlist: userids.slice(0, count),
        })
      ).body.errcode

    expect([await create(2000), await create(2001)]).toEqual([0, 86006])
  })

  it('is for apps that the root department sees', async () => {
    const { wecom, userlist } = await withChat()

    expect(await code(wecom, 'create', { name: 'x', userlist }, 'canteen')).toBe(48002)
    expect(wecom.control.setApp('canteen', { rootVisible: true })).toEqual({
      alwaysHome: false,
      rootVisible: true,
    })
    expect(await code(wecom, 'create', { name: 'x', userlist }, 'canteen')).toBe(0)
  })

  it('makes so many groups a day', async () => {
    const { wecom, userlist } = await withChat()
    wecom.control.setLimits({ 'wecom.appchatsPerDay': 2 })
    const create = () => code(wecom, 'create', { name: 'x', userlist })

    expect([await create(), await create()]).toEqual([0, 45009])
    wecom.control.advance(14 * HOUR_MS)
    expect(await create()).toBe(0)
  })
})

describe('appchat/update', () => {
  it('changes name, owner and members', async () => {
    const { wecom, userlist } = await withChat()
    const [, , , added = ''] = wecom.reachable(4)
    const [first = '', second = '', third = ''] = userlist
    const change = { name: '新名', owner: added, add_user_list: [added, third], del_user_list: [first] }

    expect(await code(wecom, 'update', { chatid: 'project1', ...change })).toBe(0)

    expect(await chatInfo(wecom)).toMatchObject({
      chat_info: { name: '新名', owner: added, userlist: [second, third, added] },
    })
  })

  it('names what is missing or wrong', async () => {
    const { wecom, userlist } = await withChat()
    const [first = '', second = ''] = userlist
    const update = (change: object, app?: string) =>
      code(wecom, 'update', { chatid: 'project1', ...change }, app)

    expect(await update({ chatid: '' })).toBe(86201)
    expect(await update({ chatid: 'unknown' })).toBe(86003)
    expect(await update({}, 'oncall')).toBe(86008)
    expect(await update({ add_user_list: ['nobody'] })).toBe(86216)
    expect(await update({ del_user_list: [first, second] })).toBe(86006)
    expect(await update({ del_user_list: [first] })).toBe(86207)
    expect(await update({ owner: 'nobody' })).toBe(86207)
  })

  it('says of an unknown group what the profile chooses', async () => {
    const { wecom } = await withChat('opposed')

    expect(await code(wecom, 'update', { chatid: 'unknown' })).toBe(40050)
  })

  it('is possible so many times an hour', async () => {
    const { wecom } = await withChat()
    wecom.control.setLimits({ 'wecom.appchatUpdatesPerHour': 1 })
    const update = () => code(wecom, 'update', { chatid: 'project1', name: 'x' })

    expect([await update(), await update()]).toEqual([0, 45009])
    wecom.control.advance(HOUR_MS)
    expect(await update()).toBe(0)
  })
})

describe('appchat/send', () => {
  it('reaches every member and answers no msgid', async () => {
    const { wecom, userlist } = await withChat()

    const { body } = await wecom.call('appchat/send', text)

    expect(body).toEqual({ errcode: 0, errmsg: 'ok' })
    for (const userid of userlist) expect(wecom.phone(userid)).toMatchObject([{ message: text }])
    expect(wecom.control.chats('wecom')).toMatchObject([
      { id: 'project1', name: '项目组', members: userlist, messages: [{ message: text }] },
    ])
  })

  it('shows every type of the page as message/send does', async () => {
    const { wecom } = await withChat()
    const link = { title: 't', description: 'd', url: 'https://x' }
    const image = await wecom.mediaId('image')
    const bodies = {
      markdown: { content: '# 题' },
      textcard: link,
      news: { articles: [link] },
      mpnews: { articles: [{ title: 't', thumb_media_id: image, content: 'c' }] },
      image: { media_id: image },
      voice: { media_id: await wecom.mediaId('voice') },
      video: { media_id: await wecom.mediaId('video') },
      file: { media_id: await wecom.mediaId('file') },
    }

    for (const [msgtype, body] of Object.entries(bodies)) {
      expect(await code(wecom, 'send', { chatid: 'project1', msgtype, [msgtype]: body })).toBe(0)
      expect(wecom.newest()).toMatchObject({ msgtype, [msgtype]: body })
    }
    await wecom.call('appchat/send', { ...text, text: { content: 'x'.repeat(2049) } })
    expect(wecom.newest()).toMatchObject({ text: { content: 'x'.repeat(2048) } })
  })

  it('calls members to attention', async () => {
    const { wecom } = await withChat()

    await wecom.call('appchat/send', { ...text, text: { content: '看', mentioned_list: ['@all'] } })

    expect(wecom.newest()).toMatchObject({ text: { mentioned_list: ['@all'] } })
  })

  it('is refused to other apps, for other types and for what is missing', async () => {
    const { wecom } = await withChat()
    const send = (change: object, app?: string) => code(wecom, 'send', { ...text, ...change }, app)
    const stranger = await wecom.call('appchat/send', text, 'oncall')

    expect(stranger.body).toMatchObject({
      errcode: 86008,
      errmsg: expect.stringMatching(
        /^you has no privilege to access this chat, which is created by other agent\., hint: /,
      ),
    })
    expect(await send({ msgtype: 'template_card', template_card: {} })).toBe(40008)
    expect(await send({ text: {} })).toBe(44004)
    expect(await send({ safe: 2 })).toBe(40035)
    expect(await send({ chatid: 'unknown' })).toBe(86003)
    expect(await send({ chatid: undefined })).toBe(86201)
  })

  it('is refused beyond the person-times of a minute and of an hour', async () => {
    const { wecom } = await withChat()
    const send = () => code(wecom, 'send', text)

    wecom.control.setLimits({ 'wecom.appchatPersonTimesPerMinute': 5 })
    expect([await send(), await send()]).toEqual([0, 45009])
    wecom.control.advance(MINUTE_MS)
    expect(await send()).toBe(0)
    wecom.control.setLimits({
      'wecom.appchatPersonTimesPerMinute': null,
      'wecom.appchatPersonTimesPerHour': 6,
    })
    expect(await send()).toBe(45009)
    wecom.control.advance(HOUR_MS)
    expect(await send()).toBe(0)
  })

  it('drops in silence what is too much for a member', async () => {
    const { wecom, userlist } = await withChat()
    wecom.control.setLimits({ 'wecom.appchatMemberPerMinute': 1 })

    await wecom.call('appchat/send', text)
    expect(await code(wecom, 'send', text)).toBe(0)
    expect(wecom.lastRule()).toBe('wecom.appchat.sent.overMemberLimit')
    expect(wecom.phone(userlist[0])).toHaveLength(1)
    wecom.control.advance(MINUTE_MS)
    wecom.control.setLimits({ 'wecom.appchatMemberPerMinute': null, 'wecom.appchatMemberPerDay': 2 })
    await wecom.call('appchat/send', text)
    await wecom.call('appchat/send', text)
    expect(wecom.phone(userlist[0])).toHaveLength(2)
  })
})
