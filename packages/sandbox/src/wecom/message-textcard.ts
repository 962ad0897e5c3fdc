import { refuse } from './envelope.ts'
import type { BodyReader } from './message-body.ts'
import { checkUrl } from './message-url.ts'
import { cutBytes, cutCharacters } from './truncation.ts'

/** 《发送应用消息》, 90236, 2025-09-24: beyond these the copy is cut. The unit of the first two is a profile. */
const TITLE = 128
const DESCRIPTION = 512
const BTNTXT_CHARACTERS = 4
const DEFAULT_BTNTXT = '详情'

export const readTextcard: BodyReader = (body, { profiles, translate }) => {
  const cut = profiles.get('wecom.textcardUnit') === 'bytes' ? cutBytes : cutCharacters
  const title = body.text('title')
  const description = body.text('description')
  const url = body.text('url')
  if (!title) return refuse('wecom.textcard.titleMissing', 41016)
  if (!description) return refuse('wecom.textcard.descriptionMissing', 41033)
  const refused = checkUrl(url)
  if (refused) return refused
  return {
    title: translate(cut(title, TITLE)),
    description: translate(cut(description, DESCRIPTION)),
    url,
    btntxt: cutCharacters(body.text('btntxt') || DEFAULT_BTNTXT, BTNTXT_CHARACTERS),
  }
}
