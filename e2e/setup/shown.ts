import { inspect } from 'node:util'
import type { AnyPlatformCallError, CallRecord } from '@hongyan/platform-call'

/** Everything that a logger, however thorough, could write of a failure and of the calls that led to it. */
export function shownBy(failure: AnyPlatformCallError, records: readonly CallRecord[]): string {
  return [ofError(failure), JSON.stringify(failure.answer), ...records.map(ofRecord)].join('\n')
}

/** Message, stack, JSON, all properties ten levels down, hidden ones too, and the same of every cause. */
function ofError(error: unknown): string {
  const texts = [inspect(error, { depth: 10, showHidden: true }), JSON.stringify(error)]
  if (error instanceof Error) texts.push(error.message, String(error.stack))
  if (error instanceof Error && error.cause !== undefined) texts.push(ofError(error.cause))
  return texts.join('\n')
}

function ofRecord(record: CallRecord): string {
  return [
    inspect(record, { depth: 10, showHidden: true }),
    JSON.stringify(record),
    record.requestBody(),
    record.answerBody(),
  ].join('\n')
}
