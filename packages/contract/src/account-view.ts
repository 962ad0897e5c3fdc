import * as z from 'zod'
import { Name } from './ids.ts'
import { Instant, JsonObject, Text } from './text.ts'

/** An account is an app on a channel; its app comes along by name or is made from the credentials. */
export const AccountRequest = z
  .strictObject({
    name: Name,
    channel: z.string(),
    app: Name.optional().describe(
      'An app that exists, or the name for the new one. Default: the account’s name.',
    ),
    credentials: JsonObject.optional().describe(
      'As GET /v1/channels describes; secrets are never shown again.',
    ),
    options: JsonObject.optional(),
  })
  .meta({ id: 'AccountRequest' })
export type AccountRequest = z.infer<typeof AccountRequest>

export const AccountPatch = z
  .strictObject({ options: JsonObject.optional(), enabled: z.boolean().optional() })
  .meta({ id: 'AccountPatch' })
export type AccountPatch = z.infer<typeof AccountPatch>

export const ACCOUNT_STATUSES = ['ready', 'blocked', 'disabled'] as const

export const AccountView = z
  .object({
    name: Name,
    app: Name,
    channel: z.string(),
    platform: z.string(),
    status: z.enum(ACCOUNT_STATUSES),
    blockedUntil: Instant.optional(),
    sandbox: z.boolean().describe('Its app talks to the sandbox, not to the platform.'),
    options: JsonObject,
    createdAt: Instant,
  })
  .meta({ id: 'Account' })
export type AccountView = z.infer<typeof AccountView>

export const AppPatch = z
  .strictObject({
    credentials: JsonObject.optional().describe('Only the fields to replace.'),
    exclusive: z.boolean().optional().describe('Nothing but this gateway sends by the app.'),
    tokenSharing: z
      .boolean()
      .optional()
      .describe('Whether clients with the scope token:read may fetch its token.'),
  })
  .meta({ id: 'AppPatch' })
export type AppPatch = z.infer<typeof AppPatch>

export const AppView = z
  .object({
    name: Name,
    kind: z.string().describe('The kind of credential: dingtalk.app, dingtalk.webhook, wecom.app.'),
    platform: z.string(),
    corp: z.string().nullable(),
    fields: JsonObject.describe('The credential without its secrets.'),
    secrets: z.array(z.string()).describe('Names of the secrets that are stored.'),
    exclusive: z.boolean(),
    tokenSharing: z.boolean(),
    sandbox: z.boolean(),
    createdAt: Instant,
  })
  .meta({ id: 'App' })
export type AppView = z.infer<typeof AppView>

/** Something tried on the platform without sending to anybody. */
export const DiagnoseCheck = z.object({
  name: z.string(),
  ok: z.boolean(),
  sentence: Text,
  code: z.string().optional(),
  platformCode: z.string().optional(),
  platformText: z.string().optional(),
  remedy: Text.optional(),
})
export type DiagnoseCheck = z.infer<typeof DiagnoseCheck>

export const DiagnoseView = z
  .object({ account: Name, ok: z.boolean(), checks: z.array(DiagnoseCheck) })
  .meta({ id: 'Diagnosis' })
export type DiagnoseView = z.infer<typeof DiagnoseView>

export const TokenRequest = z
  .strictObject({ invalid: z.string().min(1).optional().describe('A token that the platform refused.') })
  .meta({ id: 'TokenRequest' })
export type TokenRequest = z.infer<typeof TokenRequest>

export const TokenView = z.object({ token: z.string(), expiresAt: Instant }).meta({ id: 'Token' })
export type TokenView = z.infer<typeof TokenView>
