import { describe, expect, test } from 'vitest'
import { UsageError } from '../usage-error.ts'
import { readFieldValues } from './field-values.ts'

const FORM = {
  type: 'object',
  properties: {
    appSecret: { type: 'string' },
    agentId: { type: 'integer' },
    exclusive: { type: 'boolean' },
    keywords: { type: 'array' },
  },
}

describe('fields of an account', () => {
  test('are read as the channel’s form has them', () => {
    expect(read('appSecret=a=b', 'agentId=1000002', 'exclusive=true', 'keywords=["告警"]')).toEqual({
      appSecret: 'a=b',
      agentId: 1_000_002,
      exclusive: true,
      keywords: ['告警'],
    })
  })

  test('come from a file where they begin with @, without the line’s end', () => {
    expect(read('appSecret=@secret.txt')).toEqual({ appSecret: 'from file' })
  })

  test('that fit no type stay as they are, for the gateway to say what is wrong', () => {
    expect(read('agentId=x', 'exclusive=yes', 'keywords=[', 'stray=1')).toEqual({
      agentId: 'x',
      exclusive: 'yes',
      keywords: '[',
      stray: '1',
    })
  })

  test('are refused without a value, and from a file that is not there', () => {
    expect(() => read('appSecret')).toThrow(UsageError)
    expect(() => read('appSecret=@missing')).toThrow('missing')
  })
})

function read(...assignments: string[]) {
  return readFieldValues(assignments, FORM, (path) => {
    if (path === 'secret.txt') return 'from file\n'
    throw new Error('ENOENT')
  })
}
