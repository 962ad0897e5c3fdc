import { createDispatcher, MemoryTokenStore } from '@hongyan/platform-call'
import { describe, expect, onTestFinished, test } from 'vitest'
import { KeyRing, newRingKey } from '../access/key-ring.ts'
import { LogRedactor } from '../access/redaction.ts'
import { CHANNELS } from '../channels/all.ts'
import { dingtalkWork } from '../channels/index.ts'
import type { AccountRow, AppRow } from '../store/store.ts'
import { TestClock } from '../test-clock.ts'
import { sealCredentials } from './credentials.ts'
import { AccountDirectory } from './directory.ts'
import { LiveAccountError, refuseLiveAccounts } from './live-accounts.ts'

const SANDBOX_URL = 'http://127.0.0.1:4181'

describe('the directory of accounts', () => {
  test('keeps an unchanged account’s session over a reload, and opens a changed one anew', async () => {
    const { directory, rows } = newDirectory()
    rows.add('same')
    rows.add('renewed')
    await directory.reload()
    const [same, renewed] = [directory.get('same'), directory.get('renewed')]

    rows.renew('renewed')
    await directory.reload()

    expect(directory.get('same')).toBe(same)
    expect(directory.get('renewed')?.session).not.toBe(renewed?.session)
  })

  test('opens the others when one cannot be opened, and says once which', async () => {
    const { directory, rows, unusable } = newDirectory()
    rows.add('good')
    rows.add('odd', { channel: 'pigeon.post' })

    await directory.reload()
    await directory.reload()

    expect(directory.all().map(({ name }) => name)).toEqual(['good'])
    expect(unusable).toEqual(['odd'])
  })

  test('does not open a sandbox’s account where no sandbox is attached: its secret would go to the platform', async () => {
    const { directory, rows, unusable } = newDirectory({ sandboxUrl: undefined })
    rows.add('of-sandbox', { sandbox: true })

    await directory.reload()

    expect(directory.get('of-sandbox')).toBeUndefined()
    expect(unusable).toEqual(['of-sandbox'])
  })

  test('tells a redactor every secret that it opens', async () => {
    const { directory, rows, redactor } = newDirectory()
    rows.add('hr-ding')

    await directory.reload()

    expect(redactor.line('answer: canary-secret')).toBe('answer: ***')
  })

  test('knows whether a live account exists, beside which no sandbox’s clock may run', async () => {
    const { directory, rows } = newDirectory()
    rows.add('of-sandbox', { sandbox: true })
    await directory.reload()
    expect(() => refuseLiveAccounts(SANDBOX_URL, directory)).not.toThrow()

    rows.add('live')
    await directory.reload()

    expect(() => refuseLiveAccounts(SANDBOX_URL, directory)).toThrow(LiveAccountError)
    expect(() => refuseLiveAccounts(undefined, directory)).not.toThrow()
  })
})

function newDirectory({ sandboxUrl }: { sandboxUrl: string | undefined } = { sandboxUrl: SANDBOX_URL }) {
  const codec = new KeyRing([newRingKey()])
  const rows = new Rows(codec)
  const unusable: string[] = []
  const redactor = new LogRedactor()
  const dispatcher = createDispatcher({ proxy: false })
  onTestFinished(() => dispatcher.close())
  const directory = new AccountDirectory({
    store: { accounts: async () => rows.accounts, apps: async () => rows.apps },
    channels: CHANNELS,
    codec,
    redactor,
    way: { dispatcher, clock: new TestClock(), tokens: new MemoryTokenStore() },
    sandboxUrl,
    onUnusable: (account) => unusable.push(account),
  })
  return { directory, rows, unusable, redactor }
}

/** What a store holds of accounts, each with an app of its own. */
class Rows {
  readonly accounts: AccountRow[] = []
  apps: AppRow[] = []
  readonly #codec: KeyRing

  constructor(codec: KeyRing) {
    this.#codec = codec
  }

  add(name: string, { channel = 'dingtalk.work', sandbox = false } = {}): void {
    this.accounts.push({ name, app: name, channel, options: '{}', enabled: true, createdAt: 0 })
    const rest = { exclusive: false, tokenSharing: false, sandbox, createdAt: 0 }
    this.apps.push({
      name,
      corp: 'c',
      platform: 'dingtalk',
      kind: 'dingtalk.app',
      ...this.#sealed(name),
      ...rest,
    })
  }

  renew(name: string): void {
    this.apps = this.apps.map((app) => (app.name === name ? { ...app, ...this.#sealed(name) } : app))
  }

  #sealed(app: string) {
    const credentials = { corpId: 'ding1', appKey: 'dingkey', appSecret: 'canary-secret', agentId: 1 }
    return sealCredentials(this.#codec, dingtalkWork.app, app, credentials)
  }
}
