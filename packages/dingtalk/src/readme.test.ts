import { readFile } from 'node:fs/promises'
import { startSandbox } from '@hongyan/sandbox'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createTestProject } from './test-project.ts'

/** The examples of a page continue each other: together they are one program. */
async function programOf(page: string): Promise<string> {
  const text = await readFile(new URL(`../${page}`, import.meta.url), 'utf8')
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code).join('\n')
}

async function startCompany() {
  const sandbox = await startSandbox()
  onTestFinished(() => sandbox.close())
  const { apps, robots } = sandbox.control.company().dingtalk
  const app = apps.find(({ name }) => name === 'hr')
  const robot = robots.find(({ name }) => name === 'alerts-sign')
  if (!app || !robot) throw new Error('The sandbox has an app "hr" and a robot "alerts-sign".')
  const environment = {
    DINGTALK_APP_KEY: app.appKey,
    DINGTALK_APP_SECRET: app.appSecret,
    DINGTALK_AGENT_ID: String(app.agentId),
    DINGTALK_BASE_URL: sandbox.url,
    DINGTALK_ROBOT_WEBHOOK: `${sandbox.url}/robot/send?access_token=${robot.accessToken}`,
    DINGTALK_ROBOT_SECRET: robot.secret ?? '',
    NO_PROXY: '127.0.0.1',
  }
  return { sandbox, environment }
}

describe.each(['README.md', 'README.en.md'])('the examples of %s', (page) => {
  it('compile', async () => {
    const project = await createTestProject(await programOf(page))

    expect(await project.compile()).toBe('')
  })

  it('run, and their messages arrive', async () => {
    const { sandbox, environment } = await startCompany()
    const project = await createTestProject(await programOf(page))

    await project.run(environment)

    const types = sandbox.control
      .inbox('dingtalk', 'zhangsan')
      .map(({ message }) => 'msgtype' in message && message.msgtype)
    expect(new Set(types)).toEqual(new Set(['text', 'markdown', 'link', 'action_card', 'oa']))
    expect(sandbox.control.robotGroup('dingtalk', 'alerts-sign')).toHaveLength(2)
  })

  it('need six lines from import to sent message', async () => {
    const [first = ''] = (await programOf(page)).split(/\n(?=\/\/ )/)

    expect(first.split('\n').filter((line) => line.trim() !== '')).toHaveLength(6)
    expect(first).toContain('work.send(')
  })
})
