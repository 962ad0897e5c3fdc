import { describe, expect, test } from 'vitest'
import { refusal, startControlled } from './test-kit.ts'

describe('control calls that make no sense', () => {
  test('are told what exists', async () => {
    const control = await startControlled()

    expect(await control.get('/nothing')).toEqual(refusal('path', '/_sandbox/nothing', 404))
    expect(await control.delete('/clock')).toEqual(refusal('method', 'DELETE', 405))
    expect(await control.platform('/_sandbox/limits', { method: 'POST', body: '{"a":' })).toEqual(
      refusal('body', '{"a":'),
    )
    expect(await control.post('/limits', [1])).toEqual(refusal('body', '[1]'))
  })
})
