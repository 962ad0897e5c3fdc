import * as z from 'zod'
import { Name } from './ids.ts'
import { Instant } from './text.ts'

/** What an API key may do. `admin` includes every other. */
export const SCOPES = [
  'messages:send',
  'messages:read',
  'accounts:read',
  'accounts:write',
  'clients:write',
  'people:read',
  'people:erase',
  'token:read',
  'metrics:read',
  'audit:read',
  'admin',
] as const
export type Scope = (typeof SCOPES)[number]

export const KeyRequest = z
  .strictObject({
    scopes: z.array(z.enum(SCOPES)).min(1).default(['messages:send', 'messages:read']),
    accounts: z.array(Name).min(1).optional().describe('Only these accounts. Default: all.'),
    expiresAt: Instant.optional(),
  })
  .meta({ id: 'KeyRequest' })
export type KeyRequest = z.infer<typeof KeyRequest>

export const KeyView = z
  .strictObject({
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
  .strictObject({ name: Name, createdAt: Instant, keys: z.array(KeyView) })
  .meta({ id: 'Client' })
export type ClientView = z.infer<typeof ClientView>

/** A person as recipients name them, with what each corp made of it. */
export const PersonView = z
  .strictObject({
    id: z.string(),
    recipient: z.string().nullable().describe('Mobiles and addresses are masked; null once erased.'),
    identities: z.array(
      z.strictObject({ corp: z.string(), userId: z.string().nullable(), validUntil: Instant }),
    ),
  })
  .meta({ id: 'Person' })
export type PersonView = z.infer<typeof PersonView>

/** One change that somebody made, without its secrets. */
export const AuditView = z
  .strictObject({
    at: Instant,
    client: Name,
    key: z.string().nullable(),
    action: z.string(),
    subject: z.string(),
  })
  .meta({ id: 'AuditEntry' })
export type AuditView = z.infer<typeof AuditView>
