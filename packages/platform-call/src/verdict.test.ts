import { describe, expect, it } from 'vitest'
import type { Answer } from './exchange.ts'
import { judgeForeignAnswer, readShape } from './verdict.ts'

const answer = (text: string, status = 200, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers,
  text,
})

describe('readShape', () => {
  it.each([
    ['{"errcode":0}', { shape: 'object', value: { errcode: 0 } }],
    ['\uFEFF {"errcode":0}\n', { shape: 'object', value: { errcode: 0 } }],
    ['', { shape: 'empty' }],
    [' \r\n', { shape: 'empty' }],
    ['<!DOCTYPE html>', { shape: 'html' }],
    ['{"errcode":0,"err', { shape: 'broken_json' }],
    ['[1]', { shape: 'other' }],
    ['null', { shape: 'other' }],
    ['upstream connect error', { shape: 'other' }],
  ])('reads %j as %j', (text, shape) => {
    expect(readShape(answer(text))).toEqual(shape)
  })
})

describe('judgeForeignAnswer', () => {
  const judge = (status: number, headers: Answer['headers'] = {}) =>
    judgeForeignAnswer(answer('<html>', status, headers), { shape: 'html' })

  it.each([
    [200, 'ambiguous'],
    [204, 'ambiguous'],
    [301, 'rejected'],
    [400, 'rejected'],
    [404, 'rejected'],
    [429, 'throttled'],
    [500, 'ambiguous'],
    [504, 'ambiguous'],
  ])('%i is %s', (status, kind) => {
    expect(judge(status).kind).toBe(kind)
  })

  it.each([
    ['7', 7000],
    ['0', 0],
    ['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
    ['-1', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('Retry-After %j means %j ms', (value, retryAfterMs) => {
    expect(judge(429, value === undefined ? {} : { 'retry-after': value })).toMatchObject({ retryAfterMs })
  })
})
