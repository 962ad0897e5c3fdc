import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { startSandbox } from '@hongyan/sandbox'
import { describe, expect, it, onTestFinished } from 'vitest'
import { compileConsumer, runConsumer } from './test-consumer.ts'

/** The README’s TypeScript, top to bottom, as one program. */
async function programIn(readme: string): Promise<string> {
  const text = await readFile(fileURLToPath(new URL(`../${readme}`, import.meta.url)), 'utf8')
  const blocks = [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code)
  expect(blocks.length).toBeGreaterThan(8)
  return blocks.join('\n')
}

describe.each([
  { readme: 'README.md', nobody: '没有一个人收到 [', cutOff: 'text.content 为 2100 字节' },
  { readme: 'README.en.md', nobody: 'nobody got it [', cutOff: 'text.content has 2500 bytes' },
])('$readme', ({ readme, nobody, cutOff }) => {
  it('compiles as it stands', async () => {
    expect(await compileConsumer(await programIn(readme))).toEqual([])
  })

  it('runs as it stands, and what it sends arrives', async () => {
    const sandbox = await startSandbox()
    onTestFinished(() => sandbox.close())
    const { wecom } = sandbox.control.company()
    const app = wecom.apps.find(({ name }) => name === 'hr')

    const { code, stdout, stderr } = await runConsumer(await programIn(readme), {
      WECOM_CORPID: wecom.corpid,
      WECOM_AGENTID: String(app?.agentid),
      WECOM_SECRET: app?.secret ?? '',
      WECOM_BASE_URL: sandbox.url,
    })

    expect(stderr).toBe('')
    expect(code).toBe(0)
    const lines = stdout.split('\n')
    expect(lines[0]).toMatch(/^true \S{63,86}$/)
    expect(lines[1]).toBe('zhangsan undefined')
    expect(stdout).toContain(nobody)
    expect(stdout).toContain(cutOff)
    expect(lines).toContain('invaliduser')
    const inbox = sandbox.control.inbox('wecom', 'zhangsan')
    expect(inbox.filter(({ message }) => JSON.stringify(message).includes('8812'))).toHaveLength(1)
    expect(inbox.filter(({ recalledAt }) => recalledAt !== null)).toHaveLength(1)
  })
})
