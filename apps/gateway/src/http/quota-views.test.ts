import { QuotaView } from '@hongyan/contract'
import { expect, it } from 'vitest'
import type { OpenAccount } from '../accounts/directory.ts'
import { CHANNELS } from '../channels/all.ts'
import type { LimitSpec } from '../store/store.ts'
import { TestClock } from '../test-clock.ts'
import { quotaViews } from './quota-views.ts'

/** An account as far as its limits go. */
function account(name: string, app: string, options: Record<string, number> = {}): OpenAccount {
  const channel = CHANNELS.get('dingtalk.work')
  if (channel === undefined) throw new Error('The channel dingtalk.work is gone.')
  return {
    name,
    app,
    corp: 'dingtalk-acme',
    platform: 'dingtalk',
    channel,
    options,
  } as unknown as OpenAccount
}

const viewsOf = (accounts: OpenAccount[], clock: TestClock, blockedUntil: number | null = null) =>
  quotaViews({
    accounts: { all: () => accounts },
    store: {
      allowances: async (specs: readonly LimitSpec[]) =>
        specs.map((spec) => ({
          spec,
          available: 'allowance' in spec ? spec.allowance - 7 : spec.capacity / 3,
          blockedUntil,
        })),
    },
    clock,
  })

it('shows a limit once, with every account that draws on it', async () => {
  const views = await viewsOf([account('a', 'hr'), account('b', 'hr'), account('c', 'it')], new TestClock())

  const keys = views.map(({ owner, ownerName, scope }) => `${owner}|${ownerName}|${scope}`)
  expect(new Set(keys).size).toBe(keys.length)
  expect(views.filter(({ owner }) => owner === 'corp').map(({ accounts }) => accounts)).toContainEqual([
    'a',
    'b',
    'c',
  ])
  expect(views.filter(({ ownerName }) => ownerName === 'hr').map(({ accounts }) => accounts)).toContainEqual([
    'a',
    'b',
  ])
  for (const view of views) expect(QuotaView.parse(view)).toEqual(view)
})

it('tells of a month what is used and when it begins anew, by the platforms’ calendar', async () => {
  const views = await viewsOf([account('a', 'hr')], new TestClock(Date.parse('2026-03-31T23:59:00+08:00')))

  const month = views.find(({ period }) => period === 'month')

  expect(month).toMatchObject({ used: 7, resetsAt: '2026-03-31T16:00:00.000Z' })
  expect(month?.remaining).toBe((month?.limit ?? 0) - 7)
})

it('tells of a rate what may go now, and until when the platform said to wait', async () => {
  const clock = new TestClock()
  const views = await viewsOf([account('a', 'hr')], clock, clock.now() + 5000)

  const rate = views.find(({ windowMs }) => windowMs !== undefined)

  expect(rate).not.toHaveProperty('used')
  expect(rate?.remaining).toBeLessThan(rate?.limit ?? 0)
  expect(rate?.blockedUntil).toBe(new Date(clock.now() + 5000).toISOString())
})
