import type { JsonObject } from '@hongyan/contract'
import * as z from 'zod'
import type { SecretCodec } from '../access/key-ring.ts'
import { appSecretPlace } from '../access/places.ts'
import type { AppKind } from '../channels/channel.ts'
import { secretFields } from '../channels/fields.ts'
import { refusalOfIssues } from '../http/validation.ts'
import type { AppRow } from '../store/store.ts'

/** An app's credential as it is stored: what may be shown, and the rest under seal. */
export type SealedCredentials = Pick<AppRow, 'fields' | 'secrets'>

/** Checks a credential against its kind. @throws Refusal that names the field and never repeats its value. */
export function readCredentials(kind: AppKind, credentials: unknown): JsonObject {
  const input = { credentials }
  const result = z.object({ credentials: kind.credentials }).safeParse(input)
  if (!result.success) throw refusalOfIssues(result.error.issues, input)
  return JsonObjectOf.parse(result.data.credentials)
}

export function sealCredentials(
  codec: SecretCodec,
  kind: AppKind,
  app: string,
  credentials: JsonObject,
): SealedCredentials {
  const isSecret = new Set(secretFields(kind.credentials))
  const entries = Object.entries(credentials)
  const secrets = entries
    .filter(([name]) => isSecret.has(name))
    .map(([name, value]) => [name, codec.seal(JSON.stringify(value), appSecretPlace(app, name))] as const)
  return {
    fields: JSON.stringify(Object.fromEntries(entries.filter(([name]) => !isSecret.has(name)))),
    secrets: Object.fromEntries(secrets),
  }
}

/** @throws SealError if the key ring does not fit. */
export function openCredentials(codec: SecretCodec, app: AppRow): JsonObject {
  const secrets = Object.entries(app.secrets).map(([name, blob]) => [
    name,
    JSON.parse(codec.open(blob, appSecretPlace(app.name, name))),
  ])
  return JsonObjectOf.parse({ ...JSON.parse(app.fields), ...Object.fromEntries(secrets) })
}

/** The texts that must never be seen: of the secret fields, whatever form they have. */
export function secretTexts(kind: AppKind, credentials: JsonObject): string[] {
  return secretFields(kind.credentials).flatMap((name) => textsIn(credentials[name]))
}

const JsonObjectOf = z.record(z.string(), z.json())

function textsIn(value: JsonObject[string] | undefined): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsIn)
}
