import type { Company, Tag, World } from '../world.ts'
import { isRefusal, type Refusal, type Reply, refuse } from './envelope.ts'
import type { Endpoint } from './gate.ts'
import { isVisible } from './user.ts'

/** Per call; 《通讯录管理》 (增加标签成员), read 2026-09-11. */
const MOST_USERS = 1000
const MOST_PARTIES = 100

/** The seeded tags, and whom calls have added to them since. */
export class TagBook {
  readonly #byId: Map<number, Tag>

  constructor({ tags }: Company) {
    this.#byId = new Map(tags.map((tag) => [tag.id, tag]))
  }

  all(): readonly Tag[] {
    return [...this.#byId.values()]
  }

  find(id: number): Tag | undefined {
    return this.#byId.get(id)
  }

  add(tag: Tag, userids: readonly string[], departments: readonly number[]): void {
    this.#byId.set(tag.id, {
      ...tag,
      userids: [...new Set([...tag.userids, ...userids])],
      departments: [...new Set([...tag.departments, ...departments])],
    })
  }
}

/** The same company, whose tags can be changed. */
export function withTags(world: World, tags: TagBook): World {
  const company = { ...world.company, tag: (id: number) => tags.find(id) }
  return { ...world, company }
}

/** GET /cgi-bin/tag/list: 《通讯录管理》 (获取标签列表). */
export function tagList(tags: TagBook): Endpoint {
  return (): Reply => {
    const taglist = tags.all().map(({ id, name }) => ({ tagid: id, tagname: name }))
    return { rule: 'wecom.tag.list', fields: { taglist } }
  }
}

/** GET /cgi-bin/tag/get: 《通讯录管理》 (获取标签成员). Only members whom the app sees. */
export function tagGet({ company }: World, tags: TagBook): Endpoint {
  return (call): Reply => {
    const tag = findTag(tags, Number(call.query.get('tagid') ?? Number.NaN))
    if (isRefusal(tag)) return tag
    const userlist = tag.userids.flatMap((userid) => {
      const member = company.byUserid('wecom', userid)
      return member && isVisible(call, member) ? [{ userid, name: member.name }] : []
    })
    return { rule: 'wecom.tag.get', fields: { tagname: tag.name, userlist, partylist: tag.departments } }
  }
}

/** POST /cgi-bin/tag/addtagusers: what is valid is added; only if nothing is, the call is refused. */
export function tagAddUsers({ company }: World, tags: TagBook): Endpoint {
  return ({ params }): Reply => {
    const tag = findTag(tags, params.integer('tagid') ?? Number.NaN)
    if (isRefusal(tag)) return tag
    const users = params.texts('userlist')
    const parties = params.integers('partylist')
    if (users.length + parties.length === 0) return refuse('wecom.tag.nobodyNamed', 40035)
    if (users.length > MOST_USERS || parties.length > MOST_PARTIES) return refuse('wecom.tag.tooMany', 40035)
    const known = users.flatMap((userid) => company.byUserid('wecom', userid)?.wecom?.userid ?? [])
    const knownParties = parties.filter((id) => company.department(id))
    const invalidlist = users.filter((userid) => !company.byUserid('wecom', userid)?.wecom).join('|')
    const invalidparty = parties.filter((id) => !company.department(id))
    const invalid = { ...(invalidlist && { invalidlist }), ...(invalidparty.length > 0 && { invalidparty }) }
    if (known.length + knownParties.length === 0) {
      return refuse('wecom.tag.allInvalid', 40070, { fields: invalid })
    }
    tags.add(tag, known, knownParties)
    return { rule: 'wecom.tag.added', fields: invalid }
  }
}

function findTag(tags: TagBook, id: number): Tag | Refusal {
  return tags.find(id) ?? refuse('wecom.tag.unknown', 40068)
}
