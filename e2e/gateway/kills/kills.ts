import type { MessageInput } from '@hongyan/contract'
import type { Person } from './sandbox.ts'

/** One place in a message's way at which the process is killed. */
export interface Kill {
  readonly point: `K${number}`
  readonly when: string
  /** As HONGYAN_FAILPOINT takes it: name, which passage, delay in ms. */
  readonly failpoint: string
  readonly traffic: keyof typeof TRAFFIC
  /** What leads to the failpoint when sending alone does not. */
  readonly leadBy?: 'report' | 'recall'
  /** How late the platforms answer a send, so that the kill falls between execution and answer. Unit: real ms. */
  readonly answerAfterMs?: number
  /** The intent is on disk and the outcome is not: nobody knows whether the call went out. */
  readonly leavesDoubt?: boolean
}

export const KILLS: readonly Kill[] = [
  {
    point: 'K1',
    when: 'the body is read and nothing is written',
    failpoint: 'accept.before_commit',
    traffic: 'message',
  },
  {
    point: 'K2',
    when: 'the message is durable and its caller has no answer',
    failpoint: 'accept.after_commit',
    traffic: 'message',
  },
  {
    point: 'K3',
    when: 'fifty accepts share commits and some have their answer',
    failpoint: 'accept.after_commit:25',
    traffic: 'burst',
  },
  {
    point: 'K4',
    when: 'a large list is expanded in part',
    failpoint: 'expand.after_chunk',
    traffic: 'crowd',
  },
  {
    point: 'K5',
    when: 'people are known and nothing has started',
    failpoint: 'resolve.after_commit',
    traffic: 'message',
  },
  {
    point: 'K6',
    when: 'the intent is durable and the request is not written',
    failpoint: 'start.after_commit',
    traffic: 'message',
    leavesDoubt: true,
  },
  {
    point: 'K7',
    when: 'the request is being written',
    failpoint: 'attempt.while_sending:1:2',
    traffic: 'message',
    leavesDoubt: true,
  },
  {
    point: 'K8',
    when: 'the platform has executed the call and its answer is unread',
    failpoint: 'attempt.while_sending:1:400',
    traffic: 'message',
    answerAfterMs: 1500,
    leavesDoubt: true,
  },
  {
    point: 'K9',
    when: 'the answer is read and not recorded',
    failpoint: 'attempt.before_record',
    traffic: 'message',
    leavesDoubt: true,
  },
  {
    point: 'K10',
    when: 'the outcome is durable and nobody has been told',
    failpoint: 'attempt.after_record',
    traffic: 'message',
  },
  {
    point: 'K11',
    when: 'a token is issued and not stored',
    failpoint: 'token.before_store',
    traffic: 'message',
  },
  {
    point: 'K12',
    when: 'a report is read and not stored',
    failpoint: 'report.before_record',
    traffic: 'message',
    leadBy: 'report',
  },
  {
    point: 'K13',
    when: 'a recall is answered and that is not stored',
    failpoint: 'recall.before_record',
    traffic: 'message',
    leadBy: 'recall',
  },
]

/** A message to be sent under a key of its own, with a text that no other one contains. */
export interface Letter {
  readonly key: string
  readonly text: string
  readonly message: MessageInput
}

/** Who gets what, from a text that no other run uses. */
const TRAFFIC = {
  /** One message to a few mobiles on both platforms. */
  message: (mark: string, people: readonly Person[]) => [
    letter(mark, ['ding', 'wecom'], people.slice(0, 6).map(toMobile)),
  ],
  /** Fifty messages at once, few enough for each person's limit of a minute. */
  burst: (mark: string, people: readonly Person[]) =>
    people.slice(0, 50).map((person, index) => letter(`${mark}/${index}`, ['wecom'], [toWecom(person)])),
  /** A list of three chunks. */
  crowd: (mark: string, people: readonly Person[]) => [
    letter(mark, ['ding'], people.slice(0, 2050).map(toDing)),
  ],
} as const

export function lettersOf(
  { traffic }: Kill,
  mark: string,
  people: readonly Person[],
  onAmbiguous: 'dedupe' | 'at_most_once',
): Letter[] {
  const letters: Letter[] = TRAFFIC[traffic](mark, people)
  return letters.map(({ message, ...rest }) => ({ ...rest, message: { ...message, onAmbiguous } }))
}

function letter(mark: string, accounts: string[], to: string[]): Letter {
  // In brackets, so that no text is the beginning of another.
  const text = `[${mark}]`
  // Without reads a delivery is final as soon as the platform's result names the person.
  const message = { accounts, to, content: { type: 'text', text }, verify: 'full', reads: 'none' } as const
  return { key: mark, text, message }
}

const toMobile = ({ mobile }: Person): string => `mobile:${mobile}`
const toDing = ({ dingtalk }: Person): string => `user:dingtalk:${dingtalk?.userid}`
const toWecom = ({ wecom }: Person): string => `user:wecom:${wecom?.userid}`
