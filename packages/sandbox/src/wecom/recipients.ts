import type { Employee, World } from '../world.ts'
import { type Refusal, refuse } from './envelope.ts'
import type { Params } from './params.ts'

/** The receivers a call names, as sent: `touser`, `toparty` and `totag` joined by `|`, spaces allowed around it. */
export interface NamedRecipients {
  readonly everyone: boolean
  readonly users: readonly string[]
  readonly parties: readonly string[]
  readonly tags: readonly string[]
}

export type Member = Employee & { readonly wecom: NonNullable<Employee['wecom']> }

export interface ResolvedRecipients {
  /** Each once, in the order named. */
  readonly members: readonly Member[]
  /** In the visible range, but without a licence. */
  readonly unlicensed: readonly Member[]
  readonly invalidUsers: readonly string[]
  readonly invalidParties: readonly string[]
  readonly invalidTags: readonly string[]
  /** True if not one of the named users, parties and tags is valid. */
  readonly allInvalid: boolean
}

/** `@all` leaves `toparty` and `totag` without effect (《发送应用消息》, 90236, 2025-09-24). */
export function readRecipients(params: Params): NamedRecipients {
  const users = split(params.text('touser'))
  if (users.some((user) => user.toLowerCase() === '@all'))
    return { everyone: true, users: [], parties: [], tags: [] }
  return { everyone: false, users, parties: split(params.text('toparty')), tags: split(params.text('totag')) }
}

export function checkRecipients(named: NamedRecipients, { limits, profiles }: World): Refusal | undefined {
  const { everyone, users, parties, tags } = named
  if (everyone) return undefined
  if (users.length + parties.length + tags.length === 0) {
    return refuse('wecom.recipients.none', profiles.get('wecom.noRecipients') === '81012' ? 81012 : 82001)
  }
  const exceeds = (count: number, limit: string) => count > (limits.get(limit) ?? Number.POSITIVE_INFINITY)
  if (exceeds(users.length, 'wecom.touserPerCall')) return refuse('wecom.recipients.tooManyUsers', 40032)
  if (exceeds(parties.length, 'wecom.topartyPerCall')) return refuse('wecom.recipients.tooManyParties', 82002)
  if (exceeds(tags.length, 'wecom.totagPerCall')) return refuse('wecom.recipients.tooManyTags', 82003)
  return profiles.get('wecom.malformedIds') === 'refused' ? checkForms(named) : undefined
}

function checkForms({ users, parties, tags }: NamedRecipients): Refusal | undefined {
  if (!users.every(isUserid)) return refuse('wecom.recipients.malformedUser', 40031)
  if (!parties.every(isNumber)) return refuse('wecom.recipients.malformedParty', 40066)
  if (!tags.every(isNumber)) return refuse('wecom.recipients.malformedTag', 40068)
  return undefined
}

export function resolveRecipients(named: NamedRecipients, world: World): ResolvedRecipients {
  const resolution = new Resolution(world)
  if (named.everyone) resolution.addAll(world.company.employees)
  for (const user of named.users) resolution.addUser(user)
  for (const party of named.parties) resolution.addParty(party)
  for (const tag of named.tags) resolution.addTag(tag)
  return resolution.result(named.everyone)
}

/** Gathers members one name after the other; someone named twice, or in two ways, receives one copy. */
class Resolution {
  readonly #world: World
  readonly #members = new Set<Member>()
  readonly #unlicensed = new Set<Member>()
  readonly #invalidUsers = new Set<string>()
  readonly #invalidParties = new Set<string>()
  readonly #invalidTags = new Set<string>()
  #anyValid = false

  constructor(world: World) {
    this.#world = world
  }

  addUser(userid: string): void {
    const employee = this.#world.company.byUserid('wecom', userid)
    if (employee && this.#add(employee)) this.#anyValid = true
    else this.#invalidUsers.add(userid)
  }

  addParty(id: string): void {
    if (!isNumber(id) || !this.#world.company.department(Number(id))) {
      this.#invalidParties.add(id)
      return
    }
    this.#anyValid = true
    this.addAll(this.#world.company.membersBelow(Number(id)))
  }

  addTag(id: string): void {
    const tag = isNumber(id) ? this.#world.company.tag(Number(id)) : undefined
    if (!tag) {
      this.#invalidTags.add(id)
      return
    }
    this.#anyValid = true
    for (const userid of tag.userids) {
      const employee = this.#world.company.byUserid('wecom', userid)
      if (employee) this.#add(employee)
    }
    for (const department of tag.departments) this.addAll(this.#world.company.membersBelow(department))
  }

  /** Those whom the application may not reach are left out without a word: nobody named them. */
  addAll(employees: readonly Employee[]): void {
    for (const employee of employees) this.#add(employee)
  }

  result(everyone: boolean): ResolvedRecipients {
    return {
      members: [...this.#members],
      unlicensed: [...this.#unlicensed],
      invalidUsers: [...this.#invalidUsers],
      invalidParties: [...this.#invalidParties],
      invalidTags: [...this.#invalidTags],
      allInvalid: !everyone && !this.#anyValid,
    }
  }

  /** False if the person is invalid for this application. */
  #add(employee: Employee): boolean {
    if (!isMember(employee) || employee.state === 'out_of_range') return false
    const outcome = this.#world.outcomes.of('wecom', employee.wecom.userid)?.outcome
    if (outcome === 'invalid') return false
    if (employee.state === 'inactive' && this.#world.profiles.get('wecom.inactive') === 'invaliduser') {
      return false
    }
    if (outcome === 'unlicensed') this.#unlicensed.add(employee)
    else this.#members.add(employee)
    return true
  }
}

function isMember(employee: Employee): employee is Member {
  return employee.wecom !== null
}

function split(joined: string): string[] {
  return joined
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** 1 to 64 of these characters, the first a letter or digit: 《成员管理》, 90195. */
function isUserid(text: string): boolean {
  return /^[0-9A-Za-z][0-9A-Za-z_\-@.]{0,63}$/.test(text)
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text)
}
