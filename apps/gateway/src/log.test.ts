import { expect, test } from 'vitest'
import { LogRedactor } from './access/redaction.ts'
import { Log, type LogLevel } from './log.ts'

test('a line is one JSON object that says when, how grave and what', () => {
  const { log, lines } = logOf('info')

  log.info('account opened', { account: 'hr-ding' })

  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { at: '2026-03-02T02:00:00.000Z', level: 'info', what: 'account opened', account: 'hr-ding' },
  ])
  expect(lines[0]?.endsWith('\n')).toBe(true)
})

test('lines below the level are not written', () => {
  const { log, lines } = logOf('warn')

  log.info('seen')
  log.warn('odd')
  log.error('failed', new Error('x'))

  expect(lines.map((line) => JSON.parse(line).level)).toEqual(['warn', 'error'])
})

test('no secret gets out by an error’s message, stack or cause, and a line break starts no line of its own', () => {
  const { log, lines, redactor } = logOf('error')
  redactor.know('canary-secret')
  const error = new Error('got canary-secret\nforged', { cause: new Error('access_token=canary-token') })

  log.error('call failed', error, { mobile: '13800000001' })

  expect(lines.join('')).not.toMatch(/canary|13800000001/)
  expect(lines.join('').trim().split('\n')).toHaveLength(1)
})

function logOf(level: LogLevel) {
  const lines: string[] = []
  const redactor = new LogRedactor()
  const clock = { now: () => Date.UTC(2026, 2, 2, 2) }
  return { log: new Log({ level, redactor, clock, write: (line) => lines.push(line) }), lines, redactor }
}
