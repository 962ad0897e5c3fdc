import type { ProfileChoice } from '@hongyan/sandbox'
import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import { refusalOf, refusedRecipients } from './recipients.ts'
import { startCompany } from './test-kit.ts'

/** The sandbox’s company, and people of it by their state. */
async function startCompanyOfPeople(profile: ProfileChoice) {
  const { sandbox, wecom } = await startCompany({ profile })
  const { employees } = sandbox.control.company()
  const person = (state: string) => {
    const found = employees.find((employee) => employee.wecom && employee.state === state)
    if (!found?.wecom) throw new Error(`The sandbox has nobody who is ${state}.`)
    return { mobile: found.mobile, email: found.email, userid: found.wecom.userid }
  }
  return { sandbox, wecom, person }
}

describe.each(['documented', 'opposed'] as const)(
  'a client against the sandbox under the %s profile',
  (profile) => {
    it('finds a person by mobile and by e-mail, sends, and takes back what arrived', async () => {
      const { sandbox, wecom, person } = await startCompanyOfPeople(profile)
      const { mobile, email, userid } = person('active')

      expect(await wecom.users.getUserid(mobile)).toBe(userid)
      expect(await wecom.users.getUseridByEmail(email)).toBe(userid)
      const { complete, msgid } = await wecom.messages.send({
        touser: [userid],
        msgtype: 'text',
        text: { content: '您好' },
      })

      expect(complete).toBe(true)
      const arrived = () => sandbox.control.inbox('wecom', userid)
      expect(arrived()).toHaveLength(1)
      expect(arrived()[0]?.recalledAt).toBeNull()
      await wecom.messages.recall(msgid)
      expect(arrived()[0]?.recalledAt).not.toBeNull()
    })

    it('tells who was refused of those it sent to', async () => {
      const { wecom, person } = await startCompanyOfPeople(profile)
      const [active, hidden] = [person('active').userid, person('out_of_range').userid]

      const result = await wecom.messages.send({
        touser: [active, hidden],
        msgtype: 'text',
        text: { content: '您好' },
      })

      expect(result.complete).toBe(false)
      expect(refusalOf(result, active)).toBeUndefined()
      expect(refusalOf(result, hidden)).toBe('invaliduser')
    })

    it('throws when nobody is in range, and names them', async () => {
      const { wecom, person } = await startCompanyOfPeople(profile)
      const { userid } = person('out_of_range')

      const error = await failureOf(
        wecom.messages.send({ touser: [userid], msgtype: 'text', text: { content: '您好' } }),
      )

      const refused = refusedRecipients(error)
      expect(error).toMatchObject({ kind: 'rejected', code: '81013' })
      expect(refused && refusalOf(refused, userid)).toBe('invaliduser')
    })

    it('repeats a lost send by the same bytes without a second copy arriving', async () => {
      const { sandbox, wecom, person } = await startCompanyOfPeople(profile)
      const { userid } = person('active')
      const prepared = wecom.messages.prepare({
        touser: [userid],
        msgtype: 'markdown',
        markdown: { content: '**您好**' },
        enable_duplicate_check: 1,
      })
      sandbox.control.setFault({ path: '/cgi-bin/message/send', times: 1, action: 'reset_after' })

      expect(await failureOf(wecom.messages.sendPrepared(prepared))).toMatchObject({ kind: 'ambiguous' })
      await wecom.messages.sendPrepared(prepared)

      expect(sandbox.control.inbox('wecom', userid)).toHaveLength(1)
    })

    it('names the address to trust when the app does not trust it', async () => {
      const { sandbox, wecom, person } = await startCompanyOfPeople(profile)
      sandbox.control.allowIps({ platform: 'wecom', app: 'office', allow: ['203.0.113.7'] })

      sandbox.control.advance(60_000)
      const error = await failureOf(wecom.users.getUserid(person('active').mobile))

      expect(error).toMatchObject({
        kind: 'rejected',
        code: '60020',
        remedy: { en: expect.stringContaining('127.0.0.1') },
      })
    })
  },
)
