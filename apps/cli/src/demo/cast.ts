/** The people of the demo, chosen from whatever company the sandbox has been seeded with. */

/** What the demo needs of an employee, as `GET /_sandbox/company` gives it. */
export interface Person {
  readonly name: string
  readonly mobile: string
  readonly state: 'active' | 'out_of_range' | 'inactive'
  readonly dingtalk: { readonly userid: string } | null
  readonly wecom: { readonly userid: string } | null
}

/** Nobody has it: the seeded numbers all begin with 138. */
const UNKNOWN_MOBILE = '13999999999'

export interface Cast {
  /** Opens the message on the phone. */
  readonly reader: Person
  /** Has had the same text from the same app earlier today. */
  readonly repeated: Person
  /** Everybody the demo writes to, the unknown number last. Eight in all. */
  readonly everyone: readonly Person[]
}

/** @throws Error if the company lacks one of the kinds of people that the demo shows. */
export function chooseCast(employees: readonly Person[], unknownName: string): Cast {
  const onBoth = employees.filter((person) => person.state === 'active' && person.dingtalk && person.wecom)
  const [reader, repeated, other] = onBoth
  const outOfRange = employees.find(
    (person) => person.state === 'out_of_range' && person.dingtalk && person.wecom,
  )
  const inactive = employees.find((person) => person.state === 'inactive' && person.dingtalk && person.wecom)
  const onlyDingtalk = employees.find(
    (person) => person.state === 'active' && person.dingtalk && !person.wecom,
  )
  const onlyWecom = employees.find((person) => person.state === 'active' && !person.dingtalk && person.wecom)
  if (!reader || !repeated || !other || !outOfRange || !inactive || !onlyDingtalk || !onlyWecom) {
    throw new Error(
      'The sandbox’s company lacks a kind of person the demo shows. Reset it: POST /_sandbox/reset {}',
    )
  }
  const unknown: Person = {
    name: unknownName,
    mobile: UNKNOWN_MOBILE,
    state: 'active',
    dingtalk: null,
    wecom: null,
  }
  const everyone = [reader, other, repeated, onlyDingtalk, onlyWecom, outOfRange, inactive, unknown]
  return { reader, repeated, everyone }
}
