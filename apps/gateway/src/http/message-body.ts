import { createHash } from 'node:crypto'
import { MessageRequest } from '@hongyan/contract'
import { parseJson } from './body.ts'
import { parseInput } from './validation.ts'

/** A message request that has passed its schema, with a hash by which a repeated Idempotency-Key is judged. */
export interface ParsedMessage {
  readonly request: MessageRequest
  /** Of what was understood, so that spaces and the order of fields do not matter to a retry. */
  readonly requestHash: string
}

export function parseMessage(input: unknown): ParsedMessage {
  const request = parseInput(MessageRequest, input)
  return { request, requestHash: createHash('sha256').update(JSON.stringify(request)).digest('base64url') }
}

export const parseMessageBytes = (bytes: Uint8Array): ParsedMessage => parseMessage(parseJson(bytes))
