import { createChat, getChat, updateChat } from './appchat.ts'
import { sendToChat } from './appchat-send.ts'
import { updateTemplateCard } from './card-update.ts'
import { departmentGet, departmentIds, departmentList } from './departments.ts'
import type { Endpoint, Interface } from './gate.ts'
import { mediaGet, mediaUpload } from './media-upload.ts'
import { detailedList, listIds, simpleList } from './members.ts'
import type { Newsroom } from './message-content.ts'
import { messageSend } from './message-send.ts'
import { recall } from './recall.ts'
import type { SentMessages } from './sent-messages.ts'
import { getStatistics } from './statistics.ts'
import { type TagBook, tagAddUsers, tagGet, tagList } from './tags.ts'
import { updateTaskcard } from './taskcard-update.ts'
import { uploadImage } from './uploadimg.ts'
import { emptyUser, getUser, getUserid, getUseridByEmail } from './user.ts'

/** Everything that interfaces with a token work on. */
export interface Office extends Newsroom {
  readonly tags: TagBook
  readonly sent: SentMessages
}

const lookUp = { reads: 'json', counted: true, contactsSync: true } as const
const ofApps = { reads: 'json', counted: true, contactsSync: false } as const

/** The interfaces that need a token: how each is called, and what answers. */
export function guardedInterfaces(office: Office): readonly (readonly [Interface, Endpoint])[] {
  const { world, corp, shelf, sent, tags, statistics } = office
  return [
    [{ api: 'user/getuserid', ...lookUp }, getUserid(world)],
    [{ api: 'user/get_userid_by_email', ...lookUp }, getUseridByEmail(world)],
    [{ api: 'user/get', ...lookUp, reads: 'query', failure: { fields: emptyUser } }, getUser(world)],
    [
      { api: 'user/simplelist', ...lookUp, reads: 'query', failure: emptyList('userlist') },
      simpleList(world),
    ],
    [{ api: 'user/list', ...lookUp, reads: 'query', failure: emptyList('userlist') }, detailedList(world)],
    [{ api: 'user/list_id', ...lookUp, failure: emptyList('dept_user') }, listIds(world)],
    [
      { api: 'department/list', ...lookUp, reads: 'query', failure: emptyList('department') },
      departmentList(world),
    ],
    [
      { api: 'department/simplelist', ...lookUp, reads: 'query', failure: emptyList('department_id') },
      departmentIds(world),
    ],
    [{ api: 'department/get', ...lookUp, reads: 'query' }, departmentGet(world)],
    [{ api: 'tag/list', ...lookUp, reads: 'query', failure: emptyList('taglist') }, tagList(tags)],
    [
      { api: 'tag/get', ...lookUp, reads: 'query', failure: { fields: { userlist: [], partylist: [] } } },
      tagGet(world, tags),
    ],
    [{ api: 'tag/addtagusers', ...lookUp }, tagAddUsers(world, tags)],
    [{ api: 'message/send', ...ofApps, counted: false }, messageSend(office, sent)],
    [{ api: 'message/recall', ...ofApps }, recall(world, sent)],
    [
      { api: 'message/update_template_card', ...ofApps, failure: emptyList('invaliduser') },
      updateTemplateCard(office),
    ],
    [
      { api: 'message/update_taskcard', ...ofApps, failure: emptyList('invaliduser') },
      updateTaskcard(office),
    ],
    [{ api: 'message/get_statistics', ...ofApps }, getStatistics(corp, statistics)],
    [{ api: 'appchat/create', ...ofApps }, createChat(office)],
    [{ api: 'appchat/update', ...ofApps }, updateChat(office)],
    [{ api: 'appchat/get', ...ofApps, reads: 'query' }, getChat(office)],
    [{ api: 'appchat/send', ...ofApps, counted: false }, sendToChat(office)],
    [{ api: 'media/upload', ...ofApps, reads: 'files' }, mediaUpload(shelf)],
    [{ api: 'media/get', ...ofApps, reads: 'query' }, mediaGet(shelf)],
    [{ api: 'media/uploadimg', ...ofApps, reads: 'files' }, uploadImage(world)],
  ]
}

/** A list that the interface carries even when it fails. */
function emptyList(name: string): { readonly fields: object } {
  return { fields: { [name]: [] } }
}
