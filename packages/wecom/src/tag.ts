import { readNumber, readNumbers, readRecords, readText } from './answer-fields.ts'
import { requireList, type WecomApi } from './api.ts'
import { MessageCheck } from './check.ts'
import { MAX_TAG_PARTIES, MAX_TAG_USERS } from './limits.ts'
import { checkDirectoryId, DIRECTORY_LIST } from './member.ts'
import { readList } from './recipients.ts'
import { id, list, object, optional, text } from './rule.ts'

/** A tag (标签). */
export interface Tag {
  readonly tagid: number
  readonly tagname: string
}

/** Who has a tag, as far as the app may see them. */
export interface TagWithMembers {
  readonly tagname: string
  readonly userlist: readonly { readonly userid: string; readonly name: string }[]
  /** Ids of departments. */
  readonly partylist: readonly number[]
}

/** Whom an addition left out; the others were added. */
export interface TagAddition {
  readonly complete: boolean
  readonly invalidlist: readonly string[]
  readonly invalidparty: readonly number[]
}

/** The tags the app may see: 企业微信「标签管理」. */
export interface Tags {
  /** @throws RejectedError, ThrottledError, TokenError, NotSentError, AmbiguousError */
  list(): Promise<readonly Tag[]>
  /** @throws InvalidInputError, RejectedError with 40068 (no such tag), and as `list` */
  get(tagid: number): Promise<TagWithMembers>
  /**
   * Gives a tag to members (≤ 1 000) and departments (≤ 100). Who cannot have it is data as long as anybody can.
   *
   * @throws InvalidInputError, RejectedError with 40070 (nobody can), and as `list`
   */
  addtagusers(
    tagid: number,
    members: {
      readonly userlist?: readonly string[] | undefined
      readonly partylist?: readonly number[] | undefined
    },
  ): Promise<TagAddition>
}

const LIST = '/cgi-bin/tag/list'
const GET = '/cgi-bin/tag/get'
const ADD = '/cgi-bin/tag/addtagusers'

const memberFields = object<{ userlist: unknown; partylist: unknown }>({
  userlist: optional(list(text(), { max: MAX_TAG_USERS })),
  partylist: optional(list(id, { max: MAX_TAG_PARTIES })),
})

export function createTags(api: WecomApi): Tags {
  return {
    async list() {
      const answer = await api.request('GET', LIST, DIRECTORY_LIST)
      return readRecords(requireList(`GET ${LIST}`, 'taglist', answer)).map(({ tagid, tagname }) => ({
        tagid: readNumber(tagid),
        tagname: readText(tagname),
      }))
    },
    async get(tagid) {
      checkDirectoryId(`GET ${GET}`, 'tagid', tagid)
      const answer = await api.request('GET', GET, { query: { tagid: String(tagid) }, ...DIRECTORY_LIST })
      return {
        tagname: readText(answer.tagname),
        userlist: readRecords(requireList(`GET ${GET}`, 'userlist', answer)).map(({ userid, name }) => ({
          userid: readText(userid),
          name: readText(name),
        })),
        partylist: readNumbers(answer.partylist),
      }
    },
    async addtagusers(tagid, members) {
      checkDirectoryId(`POST ${ADD}`, 'tagid', tagid)
      const check = new MessageCheck(`POST ${ADD}`)
      memberFields.check(check, 'members', members)
      if (!members.userlist?.length && !members.partylist?.length) check.refuse('members.userlist', NOBODY)
      const body = JSON.stringify({ tagid, ...memberFields.pick(members) })
      const answer = await api.request('POST', ADD, { body })
      const invalidlist = readList(answer.invalidlist)
      const invalidparty = readNumbers(answer.invalidparty)
      return { complete: invalidlist.length + invalidparty.length === 0, invalidlist, invalidparty }
    },
  }
}

const NOBODY = {
  zh: 'userlist 与 partylist 至少要有一个。',
  en: 'Give userlist or partylist.',
}
