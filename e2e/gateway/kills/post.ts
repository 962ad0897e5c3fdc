import { setTimeout as pause } from 'node:timers/promises'
import { type Hongyan, UnreachableError } from '@hongyan/client'
import type { MessageView } from '@hongyan/contract'
import { inParallel } from './in-parallel.ts'
import type { Letter } from './letters.ts'
import type { SandboxProcess } from './sandbox.ts'

/** How often a process that works is looked at. Unit: real ms. */
const LOOK_EVERY_MS = 40
/** Long enough for a busy machine; without any progress for so long something hangs. Unit: real ms. */
const PATIENCE_MS = 60_000
/** Reports come due a minute after sending. Unit: business ms. */
export const HALF_A_MINUTE_MS = 31_000

/** The id, or undefined if the process died over it. */
export const post = (api: Hongyan, { message, key }: Letter): Promise<string | undefined> =>
  api.messages.send(message, { idempotencyKey: key }).then(
    ({ id }) => id,
    (error: unknown) => {
      if (error instanceof UnreachableError) return undefined
      throw error
    },
  )

/** What every caller does who had no answer: the same key again, until there is one. */
export async function postAgain(api: Hongyan, letter: Letter): Promise<string> {
  let id: string | undefined
  await until(`${letter.key} is accepted`, async () => {
    id ??= await post(api, letter)
    return id !== undefined
  })
  return id ?? ''
}

/** Lets business time pass until every delivery is final, as the API tells. */
export const settle = (api: Hongyan, ids: readonly string[], sandbox: SandboxProcess): Promise<void> =>
  untilFinal(api, ids, async (views) => {
    const isUnderWay = views.some(({ counts }) => (counts.sending ?? 0) > 0)
    const isWaiting = views.some(({ counts }) => (counts.queued ?? 0) + (counts.resolving ?? 0) > 0)
    // Replays end with the platforms' windows, so time is turned fast only for reports, and slowly for limits.
    // A list of 100 000 keeps a small machine busy for longer than the sandbox waits; it trails, and does no harm.
    if (isWaiting) await sandbox.advance(LIMITS_MS, 'when they can')
    else if (!isUnderWay) await sandbox.advance(HALF_A_MINUTE_MS)
  })

/** Enough that a limit of a minute does not make a test wait for a minute. Unit: business ms. */
const LIMITS_MS = 500

/** Waits until every delivery is final; `look` sees those messages that are not. */
export async function untilFinal(
  api: Hongyan,
  ids: readonly string[],
  look: (views: readonly MessageView[]) => Promise<void> = async () => {},
): Promise<void> {
  let open = [...ids]
  let views: readonly MessageView[] = []
  const countsOf = () => views.map(({ counts, pending }) => JSON.stringify({ ...counts, pending })).join(' ')
  const isFinal = async () => {
    views = (await inParallel(open, (id) => api.messages.get(id))).filter(({ pending }) => pending > 0)
    open = views.map(({ id }) => id)
    if (open.length > 0) await look(views)
    return open.length === 0
  }
  await until('every delivery is final', isFinal, countsOf)
}

/** @throws with what was last seen, if neither it comes about nor what is seen changes any more. */
export async function until(
  what: string,
  isSo: () => Promise<boolean>,
  seen: () => string = () => '',
): Promise<void> {
  let before = seen()
  let deadline = performance.now() + PATIENCE_MS
  while (!(await isSo())) {
    if (seen() !== before) {
      before = seen()
      deadline = performance.now() + PATIENCE_MS
    }
    if (performance.now() > deadline) throw new Error(`It did not come about that ${what}. ${before}`)
    await pause(LOOK_EVERY_MS)
  }
}
