import { type AnyPlatformCallError, isPlatformCallError } from '@hongyan/platform-call'

/** The error of a call that must fail with one of the family. */
export async function failureOf(call: Promise<unknown>): Promise<AnyPlatformCallError> {
  const error = await call.then(
    (value) => {
      throw new Error(`Expected a failure, got ${JSON.stringify(value)}.`)
    },
    (reason: unknown) => reason,
  )
  if (!isPlatformCallError(error)) throw error
  return error
}
