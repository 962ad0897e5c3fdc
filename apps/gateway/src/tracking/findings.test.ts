import type { State } from '@hongyan/contract'
import { expect, test } from 'vitest'
import type { PersonReport } from '../channels/session.ts'
import { type CallFacts, readFindings } from './findings.ts'

const facts = (change: Partial<CallFacts> = {}): CallFacts => ({
  wasAmbiguous: false,
  hadFromOther: new Set(),
  exclusive: false,
  resultIsComplete: true,
  ...change,
})

const repeated: PersonReport = {
  platformId: 'zhang',
  state: 'forbidden',
  finding: { code: 'repeated_today', platformCode: '143106' },
}

/** The state that one delivery has after a report. */
function stateAfter(state: State, report: PersonReport | undefined, change: Partial<CallFacts> = {}): State {
  const people = report ? [{ ...report, personKey: 'zhang' }] : []
  const [move] = readFindings(
    [{ index: 1, state, personKey: 'zhang', recipient: null }],
    people,
    facts(change),
  )
  return move?.to ?? state
}

test('a person named as reached or as having read is so', () => {
  expect(stateAfter('sent', { platformId: 'zhang', state: 'delivered' })).toBe('delivered')
  expect(stateAfter('sent', { platformId: 'zhang', state: 'read' })).toBe('read')
  expect(stateAfter('delivered', { platformId: 'zhang', state: 'read' })).toBe('read')
})

test('who is named nowhere in a complete result is unknown, never delivered', () => {
  expect(stateAfter('sent', undefined)).toBe('unknown')
})

test('who is not named yet stays sent while the result may still grow', () => {
  expect(stateAfter('sent', undefined, { resultIsComplete: false })).toBe('sent')
})

test('a report that has forgotten a reader takes nothing back', () => {
  expect(stateAfter('read', undefined)).toBe('read')
  expect(stateAfter('read', { platformId: 'zhang', state: 'delivered' })).toBe('read')
  expect(stateAfter('delivered', repeated)).toBe('delivered')
})

test('who was dropped by a limit of a minute goes back to the queue', () => {
  const dropped = { platformId: 'zhang', state: 'dropped', finding: { code: 'minute_limit' } } as const

  expect(stateAfter('sent', dropped)).toBe('queued')
})

test('late evidence settles what was unknown', () => {
  expect(stateAfter('unknown', { platformId: 'zhang', state: 'read' })).toBe('read')
})

test('"already had this today" without an ambiguous attempt is forbidden', () => {
  expect(stateAfter('sent', repeated)).toBe('forbidden')
  expect(stateAfter('sent', repeated, { exclusive: true })).toBe('forbidden')
})

test('after an ambiguous attempt it proves delivery only of content that nobody else can have sent', () => {
  expect(stateAfter('sent', repeated, { wasAmbiguous: true, exclusive: true })).toBe('delivered')
  expect(stateAfter('sent', repeated, { wasAmbiguous: true })).toBe('unknown')
  const hadFromOther = new Set(['zhang'])
  expect(stateAfter('sent', repeated, { wasAmbiguous: true, exclusive: true, hadFromOther })).toBe('unknown')
})

test('a move tells the state it starts from, so that it cannot overwrite what happened meanwhile', () => {
  const tracked = [{ index: 4, state: 'sent', personKey: 'zhang', recipient: null } as const]

  expect(readFindings(tracked, [{ ...repeated, personKey: 'zhang' }], facts())).toEqual([
    {
      index: 4,
      from: 'sent',
      to: 'forbidden',
      code: 'repeated_today',
      finding: { code: 'repeated_today', platformCode: '143106' },
    },
  ])
})
