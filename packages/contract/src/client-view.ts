import * as z from 'zod'
import { Name } from './ids.ts'
import { Instant, JsonObject } from './text.ts'

/** What an API key may do. Who reads sees his own client's messages; `clients:admin` sees those of all. */
export const SCOPES = [
  'send',
  'read',
  'recall',
  'accounts:admin',
  'clients:admin',
  'people:admin',
  'token:read',
] as const
export type Scope = (typeof SCOPES)[number]

export const KeyRequest = z
  .strictObject({
    scopes: z.array(z.enum(SCOPES)).min(1).default(['send', 'read']),
    accounts: z.array(Name).min(1).optional().describe('Only these accounts. Default: all.'),
    expiresAt: Instant.optional(),
  })
  .meta({ id: 'KeyRequest' })
export type KeyRequest = z.infer<typeof KeyRequest>
/** What a caller writes: fields with defaults may be left out. */
export type KeyInput = z.input<typeof KeyRequest>

export const KeyView = z
  .object({
    id: z.string(),
    prefix: z.string().describe('The beginning of the key, to recognise it by.'),
    scopes: z.array(z.enum(SCOPES)),
    accounts: z.array(Name).optional(),
    createdAt: Instant,
    expiresAt: Instant.optional(),
    revokedAt: Instant.optional(),
  })
  .meta({ id: 'Key' })
export type KeyView = z.infer<typeof KeyView>

export const NewKeyView = KeyView.extend({ key: z.string().describe('Shown only this once.') }).meta({
  id: 'NewKey',
})
export type NewKeyView = z.infer<typeof NewKeyView>

export const ClientRequest = z.strictObject({ name: Name }).meta({ id: 'ClientRequest' })
export type ClientRequest = z.infer<typeof ClientRequest>

/** A system that sends: the source of its messages. */
export const ClientView = z
  .object({ name: Name, createdAt: Instant, keys: z.array(KeyView) })
  .meta({ id: 'Client' })
export type ClientView = z.infer<typeof ClientView>

/** A person as recipients name them, with what each corp made of it. */
export const PersonView = z
  .object({
    id: z.string(),
    recipient: z.string().nullable().describe('Null once erased.'),
    identities: z.array(z.object({ corp: z.string(), userId: z.string().nullable(), validUntil: Instant })),
  })
  .meta({ id: 'Person' })
export type PersonView = z.infer<typeof PersonView>

/** One change that somebody made; secrets are blanked. */
export const AuditView = z
  .object({
    at: Instant,
    client: Name,
    key: z.string().nullable().describe('Null without a key, which only a sandbox-only gateway allows.'),
    action: z.string(),
    target: z.string(),
    from: z.string().describe('The caller’s address.'),
    before: JsonObject.nullable(),
    after: JsonObject.nullable(),
  })
  .meta({ id: 'AuditEntry' })
export type AuditView = z.infer<typeof AuditView>
