import { Refusal } from '@hongyan/contract'
import { describe, expect, test } from 'vitest'
import { KeyRing, newRingKey } from '../access/key-ring.ts'
import { dingtalkWork } from '../channels/index.ts'
import type { AppRow } from '../store/store.ts'
import { openCredentials, readCredentials, sealCredentials, secretTexts } from './credentials.ts'

const CREDENTIALS = { corpId: 'ding1', appKey: 'dingkey', appSecret: 'canary-secret', agentId: 1 }
const kind = dingtalkWork.app

describe('an app’s credential', () => {
  test('is stored with its secrets under seal, and opens to what it was', () => {
    const codec = new KeyRing([newRingKey()])

    const sealed = sealCredentials(codec, kind, 'hr-ding', CREDENTIALS)

    expect(JSON.parse(sealed.fields)).toEqual({ corpId: 'ding1', appKey: 'dingkey', agentId: 1 })
    expect(Object.keys(sealed.secrets)).toEqual(['appSecret'])
    expect(JSON.stringify(sealed)).not.toContain('canary')
    expect(openCredentials(codec, rowOf('hr-ding', sealed))).toEqual(CREDENTIALS)
  })

  test('does not open under another app’s name', () => {
    const codec = new KeyRing([newRingKey()])
    const sealed = sealCredentials(codec, kind, 'hr-ding', CREDENTIALS)

    expect(() => openCredentials(codec, rowOf('other', sealed))).toThrow('does not open')
  })

  test('is refused by the name of the wrong field, and the value is not repeated', () => {
    const refused = refusalOf({ ...CREDENTIALS, appSecret: { canary: 1 } })

    expect(refused.facts.field).toBe('credentials.appSecret')
    expect(JSON.stringify(refused.facts)).not.toContain('canary')
    expect(refusalOf({ ...CREDENTIALS, appSecert: 'x' }).code).toBe('unknown_field')
  })

  test('tells the texts that must never be seen', () => {
    expect(secretTexts(kind, CREDENTIALS)).toEqual(['canary-secret'])
  })
})

function refusalOf(credentials: unknown): Refusal {
  try {
    readCredentials(kind, credentials)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('not refused')
}

function rowOf(name: string, sealed: Pick<AppRow, 'fields' | 'secrets'>): AppRow {
  const rest = { exclusive: false, tokenSharing: false, sandbox: false, createdAt: 0 }
  return { name, corp: 'c', platform: 'dingtalk', kind: kind.name, ...sealed, ...rest }
}
