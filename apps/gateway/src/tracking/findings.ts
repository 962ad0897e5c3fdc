import { mayMove, type ReasonCode, type State } from '@hongyan/contract'
import type { Finding, PersonReport } from '../channels/session.ts'
import { explainInvalid } from '../identities/in-range.ts'
import type { StoredRecipient } from '../store/store.ts'

/** One delivery of the call that a report is about. */
export interface Tracked {
  readonly index: number
  readonly state: State
  /** Already in the form in which the platform compares ids. */
  readonly personKey: string
  readonly recipient: StoredRecipient | null
}

/** What is known of the call beside its report. */
export interface CallFacts {
  /** One of its attempts had no usable answer, so it may have been executed twice. */
  readonly wasAmbiguous: boolean
  /** Persons to whom another message brought this content on the same day: the platform may mean that one. */
  readonly hadFromOther: ReadonlySet<string>
  /** Nothing but the gateway sends by this app. */
  readonly exclusive: boolean
  /** No further report will be asked for the result: who is not named by now stays unnamed. */
  readonly resultIsComplete: boolean
}

/** A delivery's next state. Applied only if the delivery is still in `from`. */
export interface Move {
  readonly index: number
  readonly from: State
  readonly to: State
  readonly code?: ReasonCode
  readonly finding?: Finding
}

/** DingTalk's word for content that the person has already had today: 钉钉「错误码」, `forbidden_list` code 143106. */
export const REPEATED: ReasonCode = 'repeated_today'

/** What a report changes. People whom it does not name stay as they are, until the result is complete. */
export function readFindings(
  tracked: readonly Tracked[],
  people: readonly (PersonReport & { readonly personKey: string })[],
  facts: CallFacts,
): Move[] {
  const named = new Map(people.map((person) => [person.personKey, person]))
  return tracked.flatMap((delivery) => {
    const person = named.get(delivery.personKey)
    const verdict = person ? verdictOn(person, delivery, facts) : unnamed(delivery, facts)
    if (!verdict || !mayMove(delivery.state, verdict.to)) return []
    return [{ index: delivery.index, from: delivery.state, ...verdict }]
  })
}

type Verdict = Omit<Move, 'index' | 'from'>

function verdictOn(person: PersonReport, delivery: Tracked, facts: CallFacts): Verdict {
  switch (person.state) {
    case 'delivered':
    case 'read':
      return { to: person.state }
    case 'dropped':
      return { to: 'queued', code: person.finding.code, finding: person.finding }
    case 'forbidden':
      if (person.finding.code === REPEATED) return verdictOnRepeat(person.finding, delivery, facts)
      return { to: 'forbidden', code: person.finding.code, finding: person.finding }
    case 'invalid': {
      const finding = explainInvalid(person.finding, delivery.recipient)
      return { to: 'invalid', code: finding.code, finding }
    }
    case 'failed':
      return { to: 'failed', code: person.finding.code, finding: person.finding }
  }
}

/**
 * "Already had this today" after an ambiguous attempt is our own copy speaking, if nobody else can have sent it.
 * Without such an attempt it is what it says. In between nobody can tell.
 */
function verdictOnRepeat(finding: Finding, { personKey }: Tracked, facts: CallFacts): Verdict {
  if (!facts.wasAmbiguous) return { to: 'forbidden', code: REPEATED, finding }
  if (facts.exclusive && !facts.hadFromOther.has(personKey)) return { to: 'delivered', finding }
  return { to: 'unknown', code: 'repeat_unclear', finding }
}

const unnamed = (delivery: Tracked, facts: CallFacts): Verdict | undefined =>
  facts.resultIsComplete && delivery.state === 'sent' ? { to: 'unknown', code: 'not_listed' } : undefined
