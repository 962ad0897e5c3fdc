import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import type { AppchatMessage } from './appchat.ts'
import { ACCESS_TOKEN, clientOf, startPlatformWithToken } from './test-kit.ts'

const OK = { errcode: 0, errmsg: 'ok' }
const SEND = '/cgi-bin/appchat/send'

async function platformAndChats(answer: object = OK) {
  const platform = await startPlatformWithToken(() => answer)
  return { platform, appchat: clientOf(platform).appchat }
}

describe('a chat', () => {
  it('is created and gives its id', async () => {
    const { platform, appchat } = await platformAndChats({ ...OK, chatid: 'CHATID' })
    const chat = { name: 'NAME', owner: 'userid1', userlist: ['userid1', 'userid2'], chatid: 'CHATID' }

    expect(await appchat.create(chat)).toBe('CHATID')
    expect(JSON.parse(platform.last('/cgi-bin/appchat/create').body)).toEqual(chat)
  })

  it('that exists already says that it can be used', async () => {
    const { appchat } = await platformAndChats({ errcode: 86215, errmsg: 'x' })

    expect(await failureOf(appchat.create({ userlist: ['a', 'b'] }))).toMatchObject({
      code: '86215',
      remedy: { en: expect.stringContaining('Use it as it is') },
    })
  })

  it('whose id the answer does not hold is in doubt', async () => {
    const { appchat } = await platformAndChats()

    expect(await failureOf(appchat.create({ userlist: ['a', 'b'] }))).toMatchObject({ kind: 'ambiguous' })
  })

  it('is changed', async () => {
    const { platform, appchat } = await platformAndChats()
    const change = {
      chatid: 'CHATID',
      name: 'NAME',
      owner: 'u2',
      add_user_list: ['u1', 'u2'],
      del_user_list: ['u3'],
    }

    await appchat.update(change)

    expect(JSON.parse(platform.last('/cgi-bin/appchat/update').body)).toEqual(change)
  })

  it('is read', async () => {
    const chat_info = {
      chatid: 'CHATID',
      name: 'NAME',
      owner: 'userid2',
      userlist: ['userid1', 'userid2'],
      chat_type: 0,
    }
    const { platform, appchat } = await platformAndChats({ ...OK, chat_info })

    expect(await appchat.get('CHATID')).toEqual(chat_info)
    expect(platform.last('/cgi-bin/appchat/get').query).toEqual({
      chatid: 'CHATID',
      access_token: ACCESS_TOKEN,
    })
  })
})

const media = { media_id: 'MEDIAID' }
const article = { title: 'Title', thumb_media_id: 'ID', content: 'Content' }

describe('a message into a chat', () => {
  it.each<AppchatMessage>([
    {
      chatid: 'C',
      msgtype: 'text',
      text: { content: '你好 <@zhangsan>', mentioned_list: ['@all'] },
      safe: 0,
    },
    { chatid: 'C', msgtype: 'image', image: media, safe: 1 },
    { chatid: 'C', msgtype: 'voice', voice: media },
    { chatid: 'C', msgtype: 'video', video: { ...media, title: 'Title', description: 'Description' } },
    { chatid: 'C', msgtype: 'file', file: media },
    {
      chatid: 'C',
      msgtype: 'textcard',
      textcard: { title: '领奖通知', description: '领奖码', url: 'https://x', btntxt: '更多' },
    },
    {
      chatid: 'C',
      msgtype: 'news',
      news: { articles: [{ title: 't', description: 'd', url: 'https://x', picurl: 'https://x/p' }] },
    },
    { chatid: 'C', msgtype: 'mpnews', mpnews: { articles: [article] }, safe: 1 },
    { chatid: 'C', msgtype: 'markdown', markdown: { content: '# 标题' } },
  ])('goes out as documented, without an agentid: $msgtype', async (message) => {
    const { platform, appchat } = await platformAndChats()

    expect(await appchat.send(message)).toEqual({ warnings: [] })
    expect(JSON.parse(platform.last(SEND).body)).toEqual(message)
  })

  it('may be prepared and sent as prepared', async () => {
    const { platform, appchat } = await platformAndChats()
    const prepared = appchat.prepare({ chatid: 'C', msgtype: 'text', text: { content: 'x' } })
    expect(platform.requests).toEqual([])

    await appchat.sendPrepared(prepared)

    expect(platform.last(SEND).body).toBe('{"chatid":"C","msgtype":"text","text":{"content":"x"}}')
  })

  it('into another app’s chat is refused, and the remedy says so', async () => {
    const errmsg = 'you has no privilege to access this chat, which is created by other agent.'
    const { appchat } = await platformAndChats({ errcode: 86008, errmsg })

    const failure = await failureOf(appchat.send({ chatid: 'C', msgtype: 'text', text: { content: 'x' } }))

    expect(failure).toMatchObject({
      code: '86008',
      platformMessage: errmsg,
      remedy: { en: expect.stringContaining('Another app') },
    })
  })
})

describe('at its edge a chat passes, one past it is refused before the call', () => {
  const users = (count: number) => Array.from({ length: count }, (_, index) => `u${index}`)
  const text = { chatid: 'C', msgtype: 'text', text: { content: 'x' } }
  type Chats = Awaited<ReturnType<typeof platformAndChats>>['appchat']
  const send = (appchat: Chats, fields: object) => {
    const message: object = { ...text, ...fields }
    return appchat.send(message as AppchatMessage) // What JavaScript callers may pass.
  }

  it.each<[string, number, (appchat: Chats, size: number) => Promise<unknown>]>([
    ['chat.userlist', 2000, (appchat, size) => appchat.create({ userlist: users(size) })],
    ['chat.name', 50, (appchat, size) => appchat.create({ userlist: users(2), name: '群'.repeat(size) })],
    ['change.name', 50, (appchat, size) => appchat.update({ chatid: 'C', name: '群'.repeat(size) })],
    ['text.content', 2048, (appchat, size) => send(appchat, { text: { content: 'n'.repeat(size) } })],
  ])('%s: %i', async (field, limit, call) => {
    const { platform, appchat } = await platformAndChats({ ...OK, chatid: 'C' })

    expect(await failureOf(call(appchat, limit + 1))).toMatchObject({ field, limit, actual: limit + 1 })
    expect(platform.requests).toEqual([])
    await call(appchat, limit)
  })

  it.each<[string, string, (appchat: Chats) => Promise<unknown>]>([
    ['one member only', 'chat.userlist', (appchat) => appchat.create({ userlist: users(1) })],
    [
      'a chatid of 33',
      'chat.chatid',
      (appchat) => appchat.create({ userlist: users(2), chatid: 'c'.repeat(33) }),
    ],
    ['a chatid with a dash', 'chatid', (appchat) => appchat.get('a-b')],
    ['no chatid', 'chatid', (appchat) => send(appchat, { chatid: undefined })],
    ['a card', 'msgtype', (appchat) => send(appchat, { msgtype: 'template_card', template_card: {} })],
    [
      'safe 2',
      'safe',
      (appchat) => send(appchat, { msgtype: 'mpnews', mpnews: { articles: [article] }, safe: 2 }),
    ],
    [
      'confidential news',
      'safe',
      (appchat) =>
        send(appchat, { msgtype: 'news', news: { articles: [{ title: 't', url: 'https://x' }] }, safe: 1 }),
    ],
  ])('%s', async (_what, field, call) => {
    const { platform, appchat } = await platformAndChats()

    expect(await failureOf(call(appchat))).toMatchObject({ kind: 'invalid', field })
    expect(platform.requests).toEqual([])
  })
})
