import { AmbiguousError, type CallRecord, RejectedError } from '@hongyan/platform-call'
import { expect, it } from 'vitest'
import { shownBy } from './shown.ts'

const SECRET = 'a-secret'
const facts = { platform: 'wecom', endpoint: 'GET /x', remedy: { zh: '', en: '' } }
const failure = (more: object) => new RejectedError('refused', { ...facts, ...more })
const hidden = Object.defineProperty(new Error('x'), 'socket', { value: { token: SECRET } })

it.each([
  ['its message', new AmbiguousError(SECRET, facts)],
  ['the platform’s answer', failure({ answer: { deep: [{ token: SECRET }] } })],
  ['the cause of its cause', failure({ cause: new Error('x', { cause: new Error(SECRET) }) })],
  ['a hidden property of its cause', failure({ cause: hidden })],
])('a secret in %s is seen', (_where, error) => {
  expect(shownBy(error, [])).toContain(SECRET)
})

it.each<[string, Partial<CallRecord>]>([
  ['the URL', { url: `https://x/?key=${SECRET}` }],
  ['the body', { requestBody: () => SECRET }],
  ['the answer', { answerBody: () => SECRET }],
])('a secret in %s of a record is seen', (_where, leak) => {
  expect(shownBy(failure({}), [{ ...record, ...leak }])).toContain(SECRET)
})

it('nothing is seen where nothing is', () => {
  expect(shownBy(failure({}), [record])).not.toContain(SECRET)
})

const record: CallRecord = {
  platform: 'wecom',
  method: 'GET',
  path: '/x',
  url: 'https://x/x',
  outcome: 'rejected',
  status: undefined,
  code: undefined,
  requestId: undefined,
  durationMs: 1,
  requestBody: () => '',
  answerBody: () => '',
}
