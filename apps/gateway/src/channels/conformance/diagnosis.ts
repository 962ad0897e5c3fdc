import { expect, it } from 'vitest'
import { addressed, type ChannelBench, useBench } from './bench.ts'

/** What every channel promises of `diagnose`. */
export function testDiagnosis(makeBench: () => Promise<ChannelBench>): void {
  const bench = useBench(makeBench)

  it('finds nothing wrong with a right account, and reaches nobody', async () => {
    const checks = await bench().session.diagnose()

    expect(checks.length).toBeGreaterThan(0)
    expect(checks.every(({ ok }) => ok)).toBe(true)
    for (const person of addressed(bench())) expect(bench().inbox(person)).toEqual([])
  })

  it('names a wrong secret', async () => {
    const checks = await bench().openWithWrongSecret().diagnose()

    expect(checks.at(-1)).toMatchObject({ ok: false, finding: { code: 'secret_wrong' } })
  })

  it('names an address that may not call, or says nothing of addresses at all', async () => {
    const tried = (await bench().session.diagnose()).map(({ name }) => name)
    bench().barAddress()

    const checks = await bench().session.diagnose()

    const address = checks.find(({ name }) => name === 'address')
    if (!tried.includes('address')) return expect(address).toBeUndefined()
    expect(address).toMatchObject({
      ok: false,
      finding: { code: 'ip_not_trusted', platformText: expect.any(String) },
    })
  })
}
