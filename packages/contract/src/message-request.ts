import * as z from 'zod'
import { Content, Url } from './content.ts'
import { Name } from './ids.ts'
import { RecipientText } from './recipient.ts'
import { Instant } from './text.ts'

/** Unit: recipients of one message. About 4 MB of JSON; beyond it send several messages. */
export const MAX_RECIPIENTS = 100_000
/** Unit: accounts of one message. */
export const MAX_ACCOUNTS = 20

export const LANES = ['urgent', 'normal', 'bulk'] as const
export const ROUTES = ['each', 'first'] as const
export const REPEAT_CHOICES = ['send', 'distinguish', 'suppress'] as const
export const OVERFLOW_CHOICES = ['reject', 'split', 'link'] as const
export const VERIFY_CHOICES = ['auto', 'full', 'none'] as const
export const READS_CHOICES = ['none', 'final', 'live'] as const
export const AMBIGUITY_POLICIES = ['dedupe', 'at_least_once', 'at_most_once'] as const

export type Lane = (typeof LANES)[number]
export type Route = (typeof ROUTES)[number]
export type RepeatChoice = (typeof REPEAT_CHOICES)[number]
export type OverflowChoice = (typeof OVERFLOW_CHOICES)[number]
export type VerifyChoice = (typeof VERIFY_CHOICES)[number]
export type ReadsChoice = (typeof READS_CHOICES)[number]
export type AmbiguityPolicy = (typeof AMBIGUITY_POLICIES)[number]

/** Names that `{{name}}` may use. */
export const VARIABLE_NAME = /^[\p{L}_][\p{L}\p{N}_]{0,63}$/u
export const Vars = z
  .record(z.string().regex(VARIABLE_NAME), z.string().max(2000))
  .refine((vars) => Object.keys(vars).length <= 50, { params: { code: 'too_many' } })
export type Vars = z.infer<typeof Vars>

export const AddressedRecipient = z.strictObject({ to: RecipientText, vars: Vars })

export const MessageRequest = z
  .strictObject({
    accounts: z.array(Name).min(1).max(MAX_ACCOUNTS).describe('Accounts to send by.'),
    route: z
      .enum(ROUTES)
      .default('each')
      .describe('each: by every account. first: per person by the first account that knows them.'),
    to: z
      .array(z.union([RecipientText, AddressedRecipient]))
      .max(MAX_RECIPIENTS)
      .optional()
      .describe('Left out only if every account has a fixed address.'),
    content: Content,
    lane: z.enum(LANES).default('normal'),
    onRepeat: z
      .enum(REPEAT_CHOICES)
      .optional()
      .describe(
        'When another message put the same text on the app inside the platform’s window. send: as it is. ' +
          'distinguish: with a visible time appended. suppress: not at all. Default: distinguish in lane urgent, else send.',
      ),
    overflow: z
      .enum(OVERFLOW_CHOICES)
      .default('reject')
      .describe(
        'When the content is longer than a channel carries. reject: not accepted. split: in several numbered parts, in ' +
          'order. link: its beginning, and a link to moreUrl.',
      ),
    moreUrl: Url.optional().describe('Where the whole text can be read. Required with overflow link.'),
    verify: z
      .enum(VERIFY_CHOICES)
      .default('auto')
      .describe(
        'Whether the platform is asked what became of each person. auto: within the month’s budget of calls.',
      ),
    reads: z
      .enum(READS_CHOICES)
      .default('final')
      .describe(
        'When reads are asked for. final: once more near the end of the window. live: while someone watches.',
      ),
    onAmbiguous: z
      .enum(AMBIGUITY_POLICIES)
      .default('dedupe')
      .describe(
        'When a call left and no answer came. dedupe: repeat only where the platform drops the copy, else unknown. ' +
          'at_least_once: repeat anyway. at_most_once: never repeat, unknown.',
      ),
    expiresAt: Instant.optional().describe('Whatever has not started by then ends as expired.'),
    confirm: z.literal('everyone').optional().describe('Required beside the recipient everyone.'),
  })
  .meta({ id: 'MessageRequest' })
export type MessageRequest = z.infer<typeof MessageRequest>
/** What a caller writes: fields with defaults may be left out. */
export type MessageInput = z.input<typeof MessageRequest>

/** The choice in force: the urgent lane distinguishes, because an alarm swallowed as a repeat helps nobody. */
export const repeatChoice = ({ onRepeat, lane }: Pick<MessageRequest, 'onRepeat' | 'lane'>): RepeatChoice =>
  onRepeat ?? (lane === 'urgent' ? 'distinguish' : 'send')

/** Printable ASCII, as a header carries it. */
export const IdempotencyKey = z.string().regex(/^[\x21-\x7e]{1,128}$/)
