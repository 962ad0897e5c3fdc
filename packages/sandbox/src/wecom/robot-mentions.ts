import type { Company } from '../world.ts'
import type { Params } from './params.ts'

export interface Mentions {
  readonly everyone: boolean
  readonly userids: readonly string[]
}

/** Types whose text may name people as `<@userid>`; markdown_v2 knows no mentions (99110, 2025-08-07). */
const MENTION_IN_CONTENT: ReadonlySet<string> = new Set(['text', 'markdown'])

/** By list, by mobile, or inside the content. Whoever is not known is passed over. */
export function readMentions(params: Params, company: Company): Mentions {
  const msgtype = params.text('msgtype')
  if (!MENTION_IN_CONTENT.has(msgtype)) return { everyone: false, userids: [] }
  const fields = params.object(msgtype)
  const inContent = [...fields.text('content').matchAll(/<@([^<>\s]+)>/g)].map(([, userid]) => userid ?? '')
  const isText = msgtype === 'text'
  const byUserid = [...inContent, ...(isText ? fields.texts('mentioned_list') : [])]
  const byMobile = isText ? fields.texts('mentioned_mobile_list') : []
  const people = [
    ...byUserid.map((userid) => company.byUserid('wecom', userid)),
    ...byMobile.map((mobile) => company.byMobile(mobile)),
  ]
  const userids = people.flatMap((person) => (person?.wecom ? [person.wecom.userid] : []))
  return { everyone: [...byUserid, ...byMobile].includes('@all'), userids: [...new Set(userids)] }
}
