import type { Traffic } from './letters.ts'

/** One place in a message's way at which the process is killed. */
export interface Kill {
  /** As the fault matrix numbers them; with what is sent, where that is not the usual message. */
  readonly point: string
  readonly when: string
  /** Where it dies by itself, as HONGYAN_FAILPOINT takes it: name and which passage. Else we see the moment and kill. */
  readonly failpoint?: string
  readonly seen?: 'half a request' | 'a send executed'
  readonly traffic: Traffic
  /** What leads to the failpoint when sending alone does not. */
  readonly leadBy?: 'report' | 'recall'
  /** The intent is on disk and the outcome is not: nobody knows whether the call went out. */
  readonly leavesDoubt?: boolean
}

const SENT = {
  K6: {
    point: 'K6',
    when: 'the intent is durable and the request is not written',
    failpoint: 'start.after_commit',
    leavesDoubt: true,
  },
  K8: {
    point: 'K8',
    when: 'the platform has executed the call and its answer is unread',
    seen: 'a send executed',
    leavesDoubt: true,
  },
  K9: {
    point: 'K9',
    when: 'the answer is read and not recorded',
    failpoint: 'attempt.before_record',
    leavesDoubt: true,
  },
} as const

/** To a group the copies are told apart by the call's own id. */
const toGroup = (kill: Omit<Kill, 'traffic'>): Kill => ({
  ...kill,
  point: `${kill.point} group`,
  when: `${kill.when}, on its way to a group`,
  traffic: 'group',
})

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
  { ...SENT.K6, traffic: 'message' },
  toGroup(SENT.K6),
  {
    point: 'K7',
    when: 'the platform has half of the request',
    seen: 'half a request',
    traffic: 'fullCall',
    leavesDoubt: true,
  },
  { ...SENT.K8, traffic: 'message' },
  toGroup(SENT.K8),
  { ...SENT.K9, traffic: 'message' },
  toGroup(SENT.K9),
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

/** K4 with the longest list there is; it takes minutes. */
export const LARGEST: Kill = {
  point: 'K4 × 100 000',
  when: 'the longest list there is is expanded in part',
  failpoint: 'expand.after_chunk:30',
  traffic: 'largest',
}
