import { type Refusal, refuse } from './envelope.ts'

/** A field that the message type demands is missing. */
export function incomplete(): Refusal {
  return refuse('dingtalk.msg.incomplete', 34014)
}

export function tooLong(): Refusal {
  return refuse('dingtalk.msg.length', 34016)
}

/** A value that the field does not allow. */
export function invalid(): Refusal {
  return refuse('dingtalk.msg.value', 40035)
}
