import { PROBLEMS, type ProblemView, Refusal } from '@hongyan/contract'
import type { FastifyReply } from 'fastify'
import { type Language, languageOf } from './language.ts'

/** Unit: UTF-16 units of a value that an answer repeats; enough to recognise it by. */
const MAX_SHOWN_CHARACTERS = 100

/** A refusal as RFC 9457 problem details. */
function problemOf({ code, facts }: Refusal, language: Language, instance: string): ProblemView {
  const kind = PROBLEMS[code]
  const detail = facts.detail?.[language] ?? kind[language]
  return {
    type: `/docs#${code}`,
    title: kind[language],
    status: kind.status,
    detail: facts.field === undefined ? detail : `${facts.field}: ${detail}`,
    instance,
    code,
    ...(facts.field !== undefined && { field: facts.field }),
    ...(facts.value !== undefined && { value: shown(facts.value) }),
    next: facts.next?.[language] ?? kind.next[language],
  }
}

export function sendProblem(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { request } = reply
  const language = languageOf(request.headers['accept-language'])
  const problem = problemOf(refusal, language, request.id)
  if (refusal.facts.retryAfterMs !== undefined) {
    reply.header('retry-after', Math.max(1, Math.ceil(refusal.facts.retryAfterMs / 1000)))
  }
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  return reply
    .code(problem.status)
    .header('content-language', language)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem))
}

/** Texts are cut, lists and objects only told by their size: an answer never repeats a whole body. */
function shown(value: unknown): ProblemView['value'] {
  if (typeof value === 'string') {
    return value.length > MAX_SHOWN_CHARACTERS ? `${value.slice(0, MAX_SHOWN_CHARACTERS)}…` : value
  }
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value
  if (Array.isArray(value)) return `[… ${value.length}]`
  return '{…}'
}

/** What Fastify itself refuses, and what nobody foresaw, as refusals of ours. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Refusal('body_too_large')
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Refusal('media_type_unsupported', { field: 'Content-Type' })
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new Refusal('invalid_json')
    case 'FST_ERR_BAD_URL':
      return new Refusal('not_found')
    default:
      return isStoreAway(code) ? new Refusal('unavailable', { retryAfterMs: 2000 }) : new Refusal('internal')
  }
}

/**
 * What a database says when it cannot take anything just now: a connection that is not there, PostgreSQL's classes 08
 * (connection), 53 (resources) and 57P (shutdown), SQLite's full disk, failing disk and lock held by a backup.
 */
const STORE_AWAY = /^(ECONN|ETIMEDOUT|EPIPE|08|53|57P|SQLITE_(FULL|IOERR|BUSY))/

const isStoreAway = (code: unknown): boolean => typeof code === 'string' && STORE_AWAY.test(code)
