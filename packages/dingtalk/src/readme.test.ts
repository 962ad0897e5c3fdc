import { describe, expect, it } from 'vitest'
import { createTestProject, programOf } from '../../../e2e/setup/test-project.ts'
import { robotOf, startCompany } from './test-kit.ts'

describe.each(['README.md', 'README.en.md'])('the examples of %s', (page) => {
  const program = () => programOf(new URL(`../${page}`, import.meta.url))

  it('compile', async () => {
    const project = await createTestProject(await program())

    expect(await project.compile()).toEqual([])
  })

  it('run, and their messages arrive', async () => {
    const { sandbox, app } = await startCompany()
    const robot = robotOf(sandbox, 'alerts-sign')
    const project = await createTestProject(await program())

    await project.run({
      DINGTALK_APP_KEY: app.appKey,
      DINGTALK_APP_SECRET: app.appSecret,
      DINGTALK_AGENT_ID: String(app.agentId),
      DINGTALK_BASE_URL: sandbox.url,
      DINGTALK_ROBOT_WEBHOOK: `${sandbox.url}/robot/send?access_token=${robot.accessToken}`,
      DINGTALK_ROBOT_SECRET: robot.secret ?? '',
    })

    const types = sandbox.control
      .inbox('dingtalk', 'zhangsan')
      .map(({ message }) => 'msgtype' in message && message.msgtype)
    expect(new Set(types)).toEqual(new Set(['text', 'markdown', 'link', 'action_card', 'oa']))
    expect(sandbox.control.robotGroup('dingtalk', 'alerts-sign')).toHaveLength(2)
  })

  it('need six lines from import to sent message', async () => {
    const [first = ''] = (await program()).split(/\n(?=\/\/ )/)

    expect(first.split('\n').filter((line) => line.trim() !== '')).toHaveLength(6)
    expect(first).toContain('work.send(')
  })
})
