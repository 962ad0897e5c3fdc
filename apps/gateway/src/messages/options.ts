import { Content, MessageRequest, REPEAT_CHOICES, repeatChoice } from '@hongyan/contract'
import * as z from 'zod'
import type { JsonText } from '../store/store.ts'

/** What a sender chose, as it is stored beside the content and read again at every step. */
const StoredOptions = MessageRequest.pick({
  route: true,
  overflow: true,
  moreUrl: true,
  verify: true,
  reads: true,
  onAmbiguous: true,
}).extend({ onRepeat: z.enum(REPEAT_CHOICES) })
export type MessageOptions = z.infer<typeof StoredOptions>

export const optionsOf = (request: MessageRequest): MessageOptions => ({
  route: request.route,
  overflow: request.overflow,
  moreUrl: request.moreUrl,
  verify: request.verify,
  reads: request.reads,
  onAmbiguous: request.onAmbiguous,
  onRepeat: repeatChoice(request),
})

export const readOptions = (text: JsonText): MessageOptions => StoredOptions.parse(JSON.parse(text))

export const readContent = (text: JsonText): Content => Content.parse(JSON.parse(text))
