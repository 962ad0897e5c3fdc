import { startOfDay } from '../clock.ts'
import { SlidingWindow } from '../sliding-window.ts'
import type { World } from '../world.ts'
import type { AppChat } from './appchat-book.ts'
import { BlockingWindow } from './blocking-window.ts'
import { isRefusal, type Refusal, type Reply, refuse } from './envelope.ts'
import type { Call, Endpoint } from './gate.ts'
import type { Newsroom } from './message-content.ts'
import { cutCharacters } from './truncation.ts'

/** 《创建群聊会话》, developer.work.weixin.qq.com/document/path/90245, 2024-11-29. */
const NAME_CHARACTERS = 50
const LEAST_MEMBERS = 2
const MOST_MEMBERS = 2000
const CHATID_CHARACTERS = 32

const CORP = 'corp'
const HOUR_MS = 3_600_000

/** POST /cgi-bin/appchat/create */
export function createChat({ world, chats, settings }: Newsroom): Endpoint {
  const created = new SlidingWindow()

  return ({ app, params, at }): Reply => {
    if (!settings.of(app.name).rootVisible) return refuse('wecom.appchat.notVisibleToRoot', 48002)
    const chatid = params.text('chatid') || world.ids.base36(CHATID_CHARACTERS)
    const refusedId = checkNewId(chatid)
    if (refusedId) return refusedId
    const userlist = readMembers(world, params.texts('userlist'))
    if (isRefusal(userlist)) return userlist
    const owner = params.text('owner') ? memberOf(userlist, params.text('owner')) : userlist[0]
    if (owner === undefined) return refuse('wecom.appchat.ownerNotMember', 86207)
    const perDay = world.limits.get('wecom.appchatsPerDay')
    if (perDay !== null && created.countAfter(CORP, startOfDay(at) - 1) >= perDay) {
      return refuse('wecom.appchat.tooManyInTheDay', 45009)
    }
    created.add(CORP, at)
    const name = cutCharacters(params.text('name'), NAME_CHARACTERS)
    chats.add({ chatid, app: app.name, name, owner, userlist })
    return { rule: 'wecom.appchat.created', fields: { chatid } }
  }

  function checkNewId(chatid: string): Refusal | undefined {
    if (chatid.length > CHATID_CHARACTERS) return refuse('wecom.appchat.idTooLong', 86205)
    if (!/^[0-9A-Za-z]+$/.test(chatid)) return refuse('wecom.appchat.idMalformed', 86001)
    return chats.has(chatid) ? refuse('wecom.appchat.idTaken', 86215) : undefined
  }
}

/** POST /cgi-bin/appchat/update: 《修改群聊会话》, 98913, 2023-04-13. */
export function updateChat(newsroom: Newsroom): Endpoint {
  const { world } = newsroom
  const perHour = new BlockingWindow(HOUR_MS)

  return ({ app, params, at }): Reply => {
    const chat = findChat(newsroom, app.name, params.text('chatid'))
    if (isRefusal(chat)) return chat
    const added = params.texts('add_user_list').map((userid) => canonical(world, userid))
    if (added.includes(undefined)) return refuse('wecom.appchat.memberInvalid', 86216)
    const removed = new Set(params.texts('del_user_list').map((userid) => userid.toLowerCase()))
    const kept = chat.userlist.filter((userid) => !removed.has(userid.toLowerCase()))
    const userlist = [...new Set([...kept, ...added.filter((userid) => userid !== undefined)])]
    if (userlist.length < LEAST_MEMBERS || userlist.length > MOST_MEMBERS) {
      return refuse('wecom.appchat.memberCount', 86006)
    }
    const owner = memberOf(userlist, params.text('owner') || chat.owner)
    if (owner === undefined) return refuse('wecom.appchat.ownerNotMember', 86207)
    if (!perHour.admit(CORP, at, world.limits.get('wecom.appchatUpdatesPerHour'))) {
      return refuse('wecom.appchat.tooManyUpdates', 45009)
    }
    chat.userlist = userlist
    chat.owner = owner
    if (params.text('name')) chat.name = cutCharacters(params.text('name'), NAME_CHARACTERS)
    return { rule: 'wecom.appchat.updated' }
  }
}

/** GET /cgi-bin/appchat/get: 《获取群聊会话》, 98914, 2023-04-20. */
export function getChat(newsroom: Newsroom): Endpoint {
  return ({ app, query }: Call): Reply => {
    const chat = findChat(newsroom, app.name, query.get('chatid') ?? '')
    if (isRefusal(chat)) return chat
    const { chatid, name, owner, userlist } = chat
    // 0 is an ordinary group; course groups (1) are not made by apps.
    return {
      rule: 'wecom.appchat.ok',
      fields: { chat_info: { chatid, name, owner, userlist, chat_type: 0 } },
    }
  }
}

/** The group, if it is this app's own. */
export function findChat(
  { world, chats, settings }: Newsroom,
  app: string,
  chatid: string,
): AppChat | Refusal {
  if (!settings.of(app).rootVisible) return refuse('wecom.appchat.notVisibleToRoot', 48002)
  if (!chatid) return refuse('wecom.appchat.idMissing', 86201)
  const chat = chats.find(chatid)
  if (!chat) {
    const code = world.profiles.get('wecom.unknownChat') === '86003' ? 86003 : 40050
    return refuse('wecom.appchat.unknown', code)
  }
  return chat.app === app ? chat : refuse('wecom.appchat.ofAnotherApp', 86008)
}

/** The members as the directory writes them, each once. */
function readMembers(world: World, named: readonly string[]): string[] | Refusal {
  if (named.length === 0) return refuse('wecom.appchat.membersMissing', 86204)
  const found = named.map((userid) => canonical(world, userid))
  const known = [...new Set(found.filter((userid) => userid !== undefined))]
  if (found.includes(undefined)) return refuse('wecom.appchat.memberInvalid', 86216)
  if (known.length < LEAST_MEMBERS || known.length > MOST_MEMBERS) {
    return refuse('wecom.appchat.memberCount', 86006)
  }
  return known
}

function canonical({ company }: World, userid: string): string | undefined {
  return company.byUserid('wecom', userid)?.wecom?.userid
}

function memberOf(userlist: readonly string[], userid: string): string | undefined {
  return userlist.find((member) => member.toLowerCase() === userid.toLowerCase())
}
