import { PROBLEMS, type ProblemCode, Refusal, type Text } from '@hongyan/contract'
import type * as z from 'zod'

type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

/** What a value is called in an error, so that `accounts[0]` of a body and `limit` of a query read alike. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  throw refusalOfIssues(result.error.issues, input)
}

/** The first thing wrong, as a refusal with field, value and what would be right. */
export function refusalOfIssues(issues: readonly Issue[], input: unknown): Refusal {
  const issue = innermost(issues[0])
  if (issue === undefined) return new Refusal('malformed')
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path
  const value = valueAt(input, path)
  const { code, detail } = describe(issue, value)
  const field = path.length === 0 ? 'body' : formatPath(path)
  return new Refusal(code, { field, value: isSecret(path) ? undefined : value, detail })
}

/** The issue of the branch that the value was meant for: the one that did not fail by type at its very root. */
function innermost(issue: Issue | undefined): Issue | undefined {
  if (issue?.code !== 'invalid_union' || issue.errors.length === 0) return issue
  const branches = issue.errors.map((branch) => branch[0])
  const meant = branches.find((first) => first && !(first.code === 'invalid_type' && first.path.length === 0))
  const inner = innermost(meant ?? branches[0])
  return inner && { ...inner, path: [...issue.path, ...inner.path] }
}

function describe(issue: Issue, value: unknown): { code: ProblemCode; detail?: Text | undefined } {
  if (value === undefined && issue.code !== 'custom' && issue.code !== 'unrecognized_keys') {
    return { code: 'missing_field' }
  }
  switch (issue.code) {
    case 'invalid_type':
      return { code: 'wrong_type', detail: expected(issue.expected, typeOf(value)) }
    case 'unrecognized_keys':
      return { code: 'unknown_field' }
    case 'invalid_value':
      return { code: 'value_not_allowed', detail: oneOf(issue.values.map(String)) }
    case 'invalid_union':
      return { code: 'value_not_allowed', ...namedOptions(issue) }
    case 'too_big':
      return { code: tooBig(issue.origin), detail: bound(issue.maximum, sizeOf(value), '上限', 'at most') }
    case 'too_small':
      return { code: tooSmall(issue.origin), detail: bound(issue.minimum, sizeOf(value), '下限', 'at least') }
    case 'custom':
      return { code: codeOf(issue.params?.code) }
    default:
      return { code: 'malformed' }
  }
}

/** Of a union told apart by one field, the values which that field may have. */
const namedOptions = (issue: z.core.$ZodIssueInvalidUnion): { detail?: Text } =>
  'options' in issue && issue.options ? { detail: oneOf(issue.options.map(String)) } : {}

const tooBig = (origin: string): ProblemCode =>
  origin === 'string' ? 'too_long' : origin === 'array' ? 'too_many' : 'value_not_allowed'
const tooSmall = (origin: string): ProblemCode =>
  origin === 'string' ? 'too_short' : origin === 'array' ? 'too_few' : 'value_not_allowed'

function codeOf(code: unknown): ProblemCode {
  return typeof code === 'string' && isProblemCode(code) ? code : 'malformed'
}

const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(PROBLEMS, code)

const expected = (wanted: string, found: string): Text => ({
  zh: `应为 ${wanted}，实际为 ${found}`,
  en: `expected ${wanted}, found ${found}`,
})

const oneOf = (values: readonly string[]): Text => ({
  zh: `只能是 ${values.join('、')}`,
  en: `must be ${values.join(' or ')}`,
})

const bound = (limit: number | bigint, found: number | undefined, zh: string, en: string): Text => ({
  zh: `${zh} ${limit}${found === undefined ? '' : `，实际 ${found}`}`,
  en: `${en} ${limit}${found === undefined ? '' : `, found ${found}`}`,
})

const sizeOf = (value: unknown): number | undefined =>
  typeof value === 'string' || Array.isArray(value)
    ? value.length
    : typeof value === 'number'
      ? value
      : undefined

const typeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value

function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? Reflect.get(value, key)
        : undefined,
    input,
  )
}

/** `to[3].vars.name` */
function formatPath(path: Path): string {
  const steps = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
  return steps.join('').replace(/^\./, '')
}

/** Whatever stands in credentials is never repeated, not even where it is wrong. */
const isSecret = (path: Path): boolean => path.includes('credentials') || path.includes('invalid')
