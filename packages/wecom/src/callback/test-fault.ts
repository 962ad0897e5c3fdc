import { CallbackRefusedError } from './refusal.ts'

/** How a callback was refused. */
export function faultOf(call: () => unknown): CallbackRefusedError {
  try {
    call()
  } catch (error) {
    if (error instanceof CallbackRefusedError) return error
    throw error
  }
  throw new Error('Nothing was refused.')
}
