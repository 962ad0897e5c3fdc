import * as z from 'zod'

/** Persons are sought in each corp; audiences are expanded by the platform. */
export const PERSON_KINDS = ['mobile', 'email', 'user'] as const
export const AUDIENCE_KINDS = ['dept', 'tag', 'chat', 'everyone'] as const
export const RECIPIENT_KINDS = [...PERSON_KINDS, ...AUDIENCE_KINDS] as const
export type RecipientKind = (typeof RECIPIENT_KINDS)[number]

/** One recipient, taken apart. `value` is empty for `everyone`. */
export interface Recipient {
  readonly kind: RecipientKind
  /** Only for user, dept, tag and chat; null where the accounts decide. */
  readonly platform: string | null
  readonly value: string
}

/** Why a text names no recipient; each is a code of the catalogue. */
export type RecipientProblem = 'recipient_malformed' | 'mobile_malformed' | 'email_malformed'

/** A mainland number, with or without +86, or any other as `+<country>-<number>`. */
const MAINLAND_MOBILE = /^(?:\+86-?)?(1[3-9][0-9]{9})$/
const OTHER_MOBILE = /^\+(?!86)[1-9][0-9]{0,3}-[0-9]{4,14}$/
const EMAIL = /^[^\s@:,;<>"]{1,64}@[^\s@:,;<>"]+\.[^\s@:,;<>".]+$/
const MAX_EMAIL_CHARACTERS = 254
/** `user:`, `dept:`, `tag:`, `chat:` with the platform between, where named. No platform's ids hold a colon or a bar. */
const ON_PLATFORM = /^(?:([a-z][a-z0-9]{0,31}):)?([^\s:|,]{1,128})$/

/** Reads `mobile:…`, `email:…`, `user:[platform:]…`, `dept:`, `tag:`, `chat:` or `everyone`. */
export function parseRecipient(text: string): Recipient | RecipientProblem {
  if (text === 'everyone') return { kind: 'everyone', platform: null, value: '' }
  const colon = text.indexOf(':')
  const kind = text.slice(0, Math.max(colon, 0))
  const rest = text.slice(colon + 1)
  switch (kind) {
    case 'mobile':
      return parseMobile(rest)
    case 'email':
      if (rest.length > MAX_EMAIL_CHARACTERS || !EMAIL.test(rest)) return 'email_malformed'
      return { kind, platform: null, value: rest }
    case 'user':
    case 'dept':
    case 'tag':
    case 'chat':
      return parseOnPlatform(kind, rest)
    default:
      return 'recipient_malformed'
  }
}

function parseMobile(text: string): Recipient | RecipientProblem {
  const value = MAINLAND_MOBILE.exec(text)?.[1] ?? (OTHER_MOBILE.test(text) ? text : undefined)
  return value === undefined ? 'mobile_malformed' : { kind: 'mobile', platform: null, value }
}

function parseOnPlatform(kind: RecipientKind, text: string): Recipient | RecipientProblem {
  const [, platform, value] = ON_PLATFORM.exec(text) ?? []
  return value === undefined ? 'recipient_malformed' : { kind, platform: platform ?? null, value }
}

/** The text that `parseRecipient` reads; equal recipients have equal texts. */
export function formatRecipient({ kind, platform, value }: Recipient): string {
  if (kind === 'everyone') return kind
  return platform === null ? `${kind}:${value}` : `${kind}:${platform}:${value}`
}

export const isPerson = ({ kind }: Recipient): boolean =>
  PERSON_KINDS.some((personKind) => personKind === kind)

/** A recipient in its written form. */
export const RecipientText = z
  .string()
  .superRefine((text, context) => {
    const parsed = parseRecipient(text)
    if (typeof parsed === 'string') context.addIssue({ code: 'custom', params: { code: parsed } })
  })
  .describe(
    'mobile:…, email:…, user:[platform:]…, dept:[platform:]…, tag:[platform:]…, chat:[platform:]… or everyone',
  )
  .meta({ id: 'Recipient', examples: ['mobile:13800000001', 'user:wecom:zhangsan', 'email:a@example.com'] })
