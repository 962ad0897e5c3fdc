import { redactJson } from '@hongyan/platform-call'
import type { AuditRow } from '../store/store.ts'
import type { Principal } from './api-keys.ts'

export interface Change {
  readonly action: string
  readonly target: string
  readonly before?: Readonly<Record<string, unknown>> | undefined
  readonly after?: Readonly<Record<string, unknown>> | undefined
  /** Values that must not be seen whatever field they stand in: those of the account's secret fields. */
  readonly secrets?: readonly string[]
}

export function auditRecord(
  { action, target, before, after, secrets = [] }: Change,
  principal: Pick<Principal, 'client' | 'apiKeyId'>,
  from: string,
  at: number,
): AuditRow {
  const changed = (one: Change['before'], other: Change['after']) =>
    one ? withoutSecrets(differing(one, other ?? {}), secrets) : null
  return {
    client: principal.client,
    apiKeyId: principal.apiKeyId,
    action,
    target,
    from,
    at,
    before: changed(before, after),
    after: changed(after, before),
  }
}

function differing(one: object, other: object): [string, unknown][] {
  const others = new Map<string, unknown>(Object.entries(other))
  return Object.entries(one).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(others.get(field)),
  )
}

function withoutSecrets(
  fields: readonly [string, unknown][],
  secrets: readonly string[],
): Record<string, unknown> {
  // Field by field, so that what comes back is known to be a record; the name decides, and so must stay with the value.
  return Object.assign({}, ...fields.map(([field, value]) => redactJson({ [field]: value }, secrets)))
}
