import { departments, familyNames, givenNames, tagNames } from './company-names.ts'
import { createIds, createRandom, type Ids } from './ids.ts'
import type { PlatformName } from './platform.ts'
import type { Company, Department, Employee, PersonState, Tag } from './world.ts'

export const DEFAULT_PEOPLE = 60
export const LEAST_PEOPLE = 60
export const MOST_PEOPLE = 100_000

/** The same seed and size give the same people, ids and addresses. The first is always 张三. */
export function createCompany(seed: string, people: number): Company {
  const employees = createEmployees(seed, people)
  return { seed, ...indexed(employees, departments, createTags(employees)) }
}

function createEmployees(seed: string, people: number): Employee[] {
  const random = createRandom(`${seed}/people`)
  const ids = createIds(`${seed}/ids`)
  const used = new Map<string, number>()
  return Array.from({ length: people }, (_, index) => {
    const [family, given] =
      index === 0 ? ['张 Zhang', '三 San'] : [pick(familyNames, random), pick(givenNames, random)]
    return createEmployee(index, family, given, ids, used, random)
  })
}

function createEmployee(
  index: number,
  family: string,
  given: string,
  ids: Ids,
  used: Map<string, number>,
  random: () => number,
): Employee {
  const [familyZh = '', familyPinyin = ''] = family.split(' ')
  const [givenZh = '', givenPinyin = ''] = given.split(' ')
  const userid = uniqueName((familyPinyin + givenPinyin).toLowerCase(), used)
  const traits = traitsOf(index)
  return {
    name: familyZh + givenZh,
    mobile: `138${String(index + 1).padStart(8, '0')}`,
    email: `${userid}@example.com`,
    departments: departmentsOf(index, random),
    dingtalk: traits.wecomOnly
      ? null
      : { userid: traits.numericId ? ids.digits(16) : userid, unionid: `${ids.urlSafe(20)}iEiE` },
    wecom: traits.dingtalkOnly
      ? null
      : { userid: traits.mixedCase ? capitalised(userid, familyPinyin) : userid },
    state: traits.state,
  }
}

/** One in twenty each, by position, so that every company of 60 has three of every kind. 张三 is ordinary. */
function traitsOf(index: number) {
  const place = index % 20
  const states: Readonly<Record<number, PersonState>> = { 7: 'out_of_range', 11: 'inactive' }
  return {
    state: states[place] ?? 'active',
    dingtalkOnly: place === 14,
    wecomOnly: place === 17,
    numericId: index % 12 === 5,
    mixedCase: index % 3 === 1,
  }
}

/** The second person of one name gets a 2, as administrators do it. */
function uniqueName(name: string, used: Map<string, number>): string {
  const count = (used.get(name) ?? 0) + 1
  used.set(name, count)
  return count === 1 ? name : `${name}${count}`
}

function capitalised(userid: string, familyPinyin: string): string {
  const split = familyPinyin.length
  return familyPinyin + userid.charAt(split).toUpperCase() + userid.slice(split + 1)
}

/** Everyone has one department below the root; one in ten has a second one. */
function departmentsOf(index: number, random: () => number): number[] {
  const below = departments
    .filter((department) => department.parentId !== 0)
    .map((department) => department.id)
  const first = pick(below, random)
  const second = pick(below, random)
  return index % 10 === 3 && second !== first ? [first, second] : [first]
}

function createTags(employees: readonly Employee[]): Tag[] {
  return tagNames.map((name, index) => ({
    id: index + 1,
    name,
    userids: employees
      .slice(index, 40)
      .flatMap(({ wecom }, place) => (wecom && place % 8 === 0 ? [wecom.userid] : [])),
    departments: index === tagNames.length - 1 ? [departments.at(-1)?.id ?? 1] : [],
  }))
}

function pick<T>(list: readonly [T, ...T[]] | readonly T[], random: () => number): T {
  const picked = list[Math.floor(random() * list.length)]
  if (picked === undefined) throw new Error('Nothing to pick from')
  return picked
}

function indexed(
  employees: Employee[],
  allDepartments: readonly Department[],
  tags: Tag[],
): Omit<Company, 'seed'> {
  const byMobile = new Map(employees.map((employee) => [employee.mobile, employee]))
  const byEmail = new Map(employees.map((employee) => [employee.email, employee]))
  const byUserid: Record<PlatformName, Map<string, Employee>> = { dingtalk: new Map(), wecom: new Map() }
  for (const employee of employees) {
    if (employee.dingtalk) byUserid.dingtalk.set(employee.dingtalk.userid, employee)
    if (employee.wecom) byUserid.wecom.set(employee.wecom.userid.toLowerCase(), employee)
  }
  const byDepartment = new Map(allDepartments.map((department) => [department.id, department]))
  const byTag = new Map(tags.map((tag) => [tag.id, tag]))
  const below = new Map<number, readonly Employee[]>()
  return {
    employees,
    departments: allDepartments,
    tags,
    byMobile: (mobile) => byMobile.get(mobile),
    byEmail: (email) => byEmail.get(email.toLowerCase()),
    byUserid: (platform, userid) =>
      platform === 'wecom' ? byUserid.wecom.get(userid.toLowerCase()) : byUserid.dingtalk.get(userid),
    department: (id) => byDepartment.get(id),
    membersBelow: (id) => {
      const known = below.get(id) ?? membersOf(employees, departmentAndBelow(allDepartments, id))
      below.set(id, known)
      return known
    },
    tag: (id) => byTag.get(id),
  }
}

function departmentAndBelow(all: readonly Department[], id: number): ReadonlySet<number> {
  const found = new Set([id])
  for (const department of all) if (found.has(department.parentId)) found.add(department.id)
  return found
}

function membersOf(employees: readonly Employee[], ids: ReadonlySet<number>): readonly Employee[] {
  return employees.filter((employee) => employee.departments.some((department) => ids.has(department)))
}
