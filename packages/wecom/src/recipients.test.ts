import { RejectedError } from '@hongyan/platform-call'
import { describe, expect, it } from 'vitest'
import { readRefusedRecipients, refusalOf, refusedRecipients } from './recipients.ts'

const NOBODY = { invaliduser: [], invalidparty: [], invalidtag: [], unlicenseduser: [] }

describe('the lists of an answer', () => {
  it('are read as documented', () => {
    const answer = {
      errcode: 0,
      errmsg: 'ok',
      invaliduser: 'userid1|userid2',
      invalidparty: 'partyid1|partyid2',
      invalidtag: 'tagid1|tagid2',
      unlicenseduser: 'userid3|userid4',
    }

    expect(readRefusedRecipients(answer)).toEqual({
      invaliduser: ['userid1', 'userid2'],
      invalidparty: ['partyid1', 'partyid2'],
      invalidtag: ['tagid1', 'tagid2'],
      unlicenseduser: ['userid3', 'userid4'],
    })
  })

  it('are empty whether the platform leaves them out, empty or null', () => {
    expect(readRefusedRecipients({ errcode: 0 })).toEqual(NOBODY)
    expect(readRefusedRecipients({ invaliduser: '', invalidparty: null, invalidtag: [] })).toEqual(NOBODY)
    expect(readRefusedRecipients(undefined)).toEqual(NOBODY)
  })

  it('are understood as arrays, as comma lists, with numbers and with spaces', () => {
    expect(readRefusedRecipients({ invaliduser: ['a', 'b'], invalidparty: [2, 3], invalidtag: 44 })).toEqual({
      invaliduser: ['a', 'b'],
      invalidparty: ['2', '3'],
      invalidtag: ['44'],
      unlicenseduser: [],
    })
    expect(readRefusedRecipients({ invaliduser: 'a, b | c' }).invaliduser).toEqual(['a', 'b', 'c'])
  })
})

describe('refusalOf', () => {
  const refused = { ...NOBODY, invaliduser: ['zhangsan'], unlicenseduser: ['LiSi'] }

  it('finds a userid without regard to case, and says in which list', () => {
    expect(refusalOf(refused, 'ZhangSan')).toBe('invaliduser')
    expect(refusalOf(refused, 'lisi')).toBe('unlicenseduser')
  })

  it('says nothing of anybody else', () => {
    expect(refusalOf(refused, 'zhang')).toBeUndefined()
  })
})

describe('refusedRecipients', () => {
  const facts = { platform: 'wecom', endpoint: 'POST /cgi-bin/message/send', remedy: { zh: '', en: '' } }

  it('says nothing of another failure, of another platform, of no failure at all', () => {
    expect(refusedRecipients(new RejectedError('x', { ...facts, code: '40013' }))).toBeUndefined()
    expect(
      refusedRecipients(new RejectedError('x', { ...facts, platform: 'other', code: '81013' })),
    ).toBeUndefined()
    expect(refusedRecipients(new Error('81013'))).toBeUndefined()
    expect(refusedRecipients(undefined)).toBeUndefined()
  })

  it('reads the lists of an 81013, empty if it names nobody', () => {
    const answer = { errcode: 81013, invaliduser: 'YinAnPing', invalidparty: '1' }
    expect(refusedRecipients(new RejectedError('x', { ...facts, code: '81013', answer }))).toEqual({
      ...NOBODY,
      invaliduser: ['YinAnPing'],
      invalidparty: ['1'],
    })
    expect(refusedRecipients(new RejectedError('x', { ...facts, code: '81013' }))).toEqual(NOBODY)
  })
})
