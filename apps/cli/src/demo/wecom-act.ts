import type { Wecom } from '@hongyan/wecom'
import type { Cast, Person } from './cast.ts'
import type { Finding } from './finding.ts'

/** One application message to everybody whom WeCom finds by mobile number. */
export interface WecomSend {
  readonly msgid: string
  readonly findings: Finding[]
}

/** Addresses by mobile and sends one text to all in one call. WeCom names only those whom it could not send to. */
export async function sendByWecom(wecom: Wecom, cast: Cast, content: string): Promise<WecomSend> {
  const userids = new Map<Person, string>()
  for (const person of cast.everyone) {
    const userid = await wecom.users.getUserid(person.mobile)
    if (userid !== undefined) userids.set(person, userid)
  }
  const result = await wecom.messages.send({
    touser: [...userids.values()],
    msgtype: 'text',
    text: { content },
  })

  const invalid = new Set(result.invaliduser.map((userid) => userid.toLowerCase()))
  const judge = (person: Person): Pick<Finding, 'state' | 'why'> => {
    const userid = userids.get(person)
    if (userid === undefined) return { state: 'invalid', why: 'not_found_or_invisible' }
    if (invalid.has(userid.toLowerCase())) return { state: 'invalid', why: 'out_of_range' }
    return { state: 'sent', why: 'accepted' }
  }
  const findings = cast.everyone.map((person): Finding => ({ person, platform: 'wecom', ...judge(person) }))
  return { msgid: result.msgid, findings }
}
