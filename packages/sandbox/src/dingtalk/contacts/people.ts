import type { Employee, World } from '../../world.ts'

/** An employee who has a DingTalk account. */
export interface Person {
  readonly employee: Employee
  readonly userid: string
  readonly unionid: string
}

/** The corp's contacts as DingTalk's directory interfaces look them up. Built when first asked: most tests never do. */
export class People {
  readonly #company: World['company']
  #byUnionid: ReadonlyMap<string, Person> | undefined
  readonly #byDepartment = new Map<number, readonly Person[]>()

  constructor(company: World['company']) {
    this.#company = company
  }

  byUserid(userid: string): Person | undefined {
    const employee = this.#company.byUserid('dingtalk', userid)
    return employee && personOf(employee)
  }

  byUnionid(unionid: string): Person | undefined {
    this.#byUnionid ??= new Map(this.all().map((person) => [person.unionid, person]))
    return this.#byUnionid.get(unionid)
  }

  all(): readonly Person[] {
    return this.#company.employees.flatMap((employee) => personOf(employee) ?? [])
  }

  /** Members of this department alone, not of those below it; undefined if there is no such department. */
  ofDepartment(id: number): readonly Person[] | undefined {
    if (!this.#company.department(id)) return undefined
    const known = this.#byDepartment.get(id) ?? this.all().filter((person) => isMember(person, id))
    this.#byDepartment.set(id, known)
    return known
  }
}

function personOf(employee: Employee): Person | undefined {
  return employee.dingtalk ? { employee, ...employee.dingtalk } : undefined
}

function isMember({ employee }: Person, department: number): boolean {
  return employee.departments.includes(department)
}
