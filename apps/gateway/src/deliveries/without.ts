import type { Settlement, StartedCall } from '../store/store.ts'
import { bisect } from './bisect.ts'

/**
 * Safeguards that a kill test may take away, to see that it would notice. None is taken away unless HONGYAN_WITHOUT
 * names it and HONGYAN_SANDBOX_URL is set as well: with a sandbox attached no live account is opened.
 */
type Safeguard =
  /** The intent that a start leaves on disk: what dead processes had started is taken for waiting. */
  | 'intent'
  /** The rule that only the very same call is repeated: what they had started is put into other calls. */
  | 'same-call'
  /** The look at the lease before a request is written. */
  | 'fence'

const taken = process.env.HONGYAN_SANDBOX_URL ? process.env.HONGYAN_WITHOUT : undefined

export const isWithout = (safeguard: Safeguard): boolean => taken === safeguard

/** What becomes of a call that a dead process left open where nothing tells that it may be out. */
export function startedAnew({ members, bisect: tag }: StartedCall): Settlement | undefined {
  if (!isWithout('intent') && !isWithout('same-call')) return undefined
  const idxs = members.map(({ key }) => key.idx)
  const halves = isWithout('same-call') ? bisect(idxs, tag) : []
  const groups = halves.length > 0 ? halves : [{ tag, members: idxs }]
  return {
    kind: 'dissolve',
    groups: groups.map((group) => ({ members: group.members, bisect: group.tag, notBefore: null })),
    charge: false,
    refund: false,
  }
}
