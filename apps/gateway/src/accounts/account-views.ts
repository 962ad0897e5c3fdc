import type { AccountView, AppView } from '@hongyan/contract'
import type { AccountRow, AppRow, LimitUse } from '../store/store.ts'

/** An account as callers see it. `blockedUntil`: the latest block on any limit that it draws on. */
export function accountView(account: AccountRow, app: AppRow, blockedUntil: number | null): AccountView {
  return {
    name: account.name,
    app: account.app,
    channel: account.channel,
    platform: app.platform,
    status: account.enabled ? (blockedUntil === null ? 'ready' : 'blocked') : 'disabled',
    ...(blockedUntil !== null && { blockedUntil: isoOf(blockedUntil) }),
    sandbox: app.sandbox,
    options: JSON.parse(account.options),
    createdAt: isoOf(account.createdAt),
  }
}

export function appView(app: AppRow): AppView {
  return {
    name: app.name,
    kind: app.kind,
    platform: app.platform,
    corp: app.corp,
    fields: JSON.parse(app.fields),
    secrets: Object.keys(app.secrets),
    exclusive: app.exclusive,
    tokenSharing: app.tokenSharing,
    sandbox: app.sandbox,
    createdAt: isoOf(app.createdAt),
  }
}

/** Until when a platform has asked an app, its robot or its corp to wait; null if it has not. */
export function blockedUntil(app: AppRow, uses: readonly LimitUse[], now: number): number | null {
  const blocks = uses
    .filter(({ owner }) => owner.id === (owner.kind === 'corp' ? app.corp : app.name))
    .map((use) => use.blockedUntil ?? 0)
  const latest = Math.max(0, ...blocks)
  return latest > now ? latest : null
}

const isoOf = (at: number): string => new Date(at).toISOString()
