import { parentPort } from 'node:worker_threads'
import { Refusal } from '@hongyan/contract'
import type { WorkerAnswer, WorkerJob } from './large-message.ts'
import { parseMessageBytes } from './message-body.ts'

/** Unit: recipients. One piece costs the receiving thread well under a millisecond. */
const PIECE = 2000

parentPort?.on('message', ({ id, bytes }: WorkerJob) => {
  for (const answer of answers(id, bytes)) parentPort?.postMessage(answer)
})

/** The list in pieces, because a thread takes in a message in one go and the receiving one also answers others. */
function* answers(id: number, bytes: Uint8Array): Generator<WorkerAnswer> {
  try {
    const { request, requestHash } = parseMessageBytes(bytes)
    const { to, ...rest } = request
    for (let from = 0; to && from < to.length; from += PIECE) {
      yield { id, kind: 'piece', to: to.slice(from, from + PIECE) }
    }
    yield { id, kind: 'done', rest, hasRecipients: to !== undefined, requestHash }
  } catch (error) {
    if (error instanceof Refusal) yield { id, kind: 'refused', code: error.code, facts: error.facts }
    else yield { id, kind: 'refused', code: 'internal', facts: {} }
  }
}
