import { type Sandbox, startSandbox } from '@hongyan/sandbox'
import { describe, expect, onTestFinished, test } from 'vitest'
import { SandboxClock } from './sandbox-clock.ts'
import { TestClock } from './test-clock.ts'

describe('the gateway’s clock on a sandbox', () => {
  test('goes by the sandbox’s time once it has started', async () => {
    const sandbox = await startedSandbox()
    sandbox.control.advance(5000)

    const { offsets } = await following(sandbox.url)

    expect(offsets).toEqual([5000])
  })

  test('goes by the new time before an advance is answered', async () => {
    const sandbox = await startedSandbox()
    const { offsets } = await following(sandbox.url)

    const response = await fetch(`${sandbox.url}/_sandbox/clock/advance`, {
      method: 'POST',
      body: JSON.stringify({ ms: 86_400_000 }),
    })

    expect(response.status).toBe(200)
    expect(offsets).toEqual([0, 86_400_000])
  })

  test('follows again after the sandbox was away', async () => {
    const sandbox = await startedSandbox()
    const { clock, broken, applied } = await following(sandbox.url)
    await sandbox.close()
    await broken

    const restarted = await startSandbox({ port: sandbox.port })
    onTestFinished(() => restarted.close())
    restarted.control.advance(7000)
    const followed = applied(7000)
    clock.advance(500)

    await followed
  })

  test('moves a sandbox that has lost its time on, and never goes back itself', async () => {
    const sandbox = await startedSandbox()

    const { offsets } = await following(sandbox.url, 86_400_000)

    expect(sandbox.control.clock().offsetMs).toBe(86_400_000)
    expect(offsets).toEqual([86_400_000])
  })

  test('does not start where there is no sandbox', async () => {
    const sandbox = await startedSandbox()
    await sandbox.close()

    await expect(following(sandbox.url)).rejects.toThrow(`No sandbox answers at ${sandbox.url}`)
  })
})

async function startedSandbox(): Promise<Sandbox> {
  const sandbox = await startSandbox()
  onTestFinished(() => sandbox.close())
  return sandbox
}

async function following(url: string, offsetMs = 0) {
  const clock = new TestClock()
  const offsets: number[] = []
  const waiting = new Map<number, () => void>()
  const broken = Promise.withResolvers<unknown>()
  const sandboxClock = new SandboxClock({
    url,
    clock,
    offsetMs,
    apply: async (offsetMs) => {
      offsets.push(offsetMs)
      waiting.get(offsetMs)?.()
    },
    onError: broken.resolve,
  })
  await sandboxClock.start()
  onTestFinished(() => sandboxClock.stop())
  const applied = (offsetMs: number) => new Promise<void>((resolve) => waiting.set(offsetMs, resolve))
  return { clock, offsets, broken: broken.promise, applied }
}
