import { describe, expect, it } from 'vitest'
import { createTestProject, programOf } from '../../../e2e/setup/test-project.ts'
import { startCompany } from './test-kit.ts'

describe.each([
  { page: 'README.md', nobody: '没有一个人收到 [', cutOff: 'text.content 为 2100 字节' },
  { page: 'README.en.md', nobody: 'nobody got it [', cutOff: 'text.content has 2500 bytes' },
])('the examples of $page', ({ page, nobody, cutOff }) => {
  const program = () => programOf(new URL(`../${page}`, import.meta.url))

  it('compile', async () => {
    const project = await createTestProject(await program())

    expect(await project.compile()).toEqual([])
  })

  it('run, and their messages arrive', async () => {
    const { sandbox, app } = await startCompany()
    const [robot] = sandbox.control.company().wecom.robots
    const project = await createTestProject(await program())

    const { stdout, stderr } = await project.run({
      WECOM_CORPID: app.corpid,
      WECOM_AGENTID: String(app.agentid),
      WECOM_SECRET: app.secret,
      WECOM_BASE_URL: sandbox.url,
      WECOM_WEBHOOK: `${sandbox.url}/cgi-bin/webhook/send?key=${robot?.key}`,
    })

    expect(stderr).toBe('')
    const lines = stdout.split('\n')
    expect(lines[0]).toMatch(/^true \S{63,86}$/)
    expect(lines[1]).toBe('zhangsan undefined')
    expect(stdout).toContain(nobody)
    expect(stdout).toContain(cutOff)
    expect(lines).toContain('invaliduser')
    expect(stdout).toMatch(/^media \d{4}-/m)
    expect(sandbox.control.robotGroup('wecom', robot?.name ?? '')).toHaveLength(3)
    const inbox = sandbox.control.inbox('wecom', 'zhangsan')
    expect(inbox.filter(({ message }) => JSON.stringify(message).includes('8812'))).toHaveLength(1)
    expect(inbox.filter(({ recalledAt }) => recalledAt !== null)).toHaveLength(1)
  })
})
