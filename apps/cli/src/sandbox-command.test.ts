import type { ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { hongyan as run } from './test-command.ts'

const running: ChildProcess[] = []

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})

function hongyan(args: string[], env: NodeJS.ProcessEnv = {}) {
  const command = run(args, env)
  running.push(command.child)
  return command
}

describe('hongyan sandbox --demo', () => {
  test('shows who was named as reached and read, who was not and why, takes one back, and its curl lines work', async () => {
    const { child, ended, shows } = hongyan(['sandbox', '--port', '0', '--demo'])

    const printed = await shows('examples/002')

    const lines = printed.split('\n')
    const row = (name: string, at = 0) =>
      lines.slice(lines.findIndex((line) => line.startsWith(name)) + at)[0]
    expect(row('张三')).toMatch(/钉钉 +read/)
    expect(row('张三', 1)).toMatch(/企业微信 +sent/)
    expect(row('（无此号码）')).toMatch(/13999999999 +钉钉 +invalid +通讯录里没有这个手机号/)
    expect(printed).toContain('143106')
    expect(printed).toContain('不在应用可见范围内，平台判为无效')
    expect(lines.filter((line) => line.includes('：已撤回'))).toHaveLength(2)
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0]
    const inbox = await (await fetch(`${url}/_sandbox/inbox/dingtalk/zhangsan`)).json()
    expect(inbox).toMatchObject([{ readAt: expect.any(Number), recalledAt: expect.any(Number) }])
    const alert = /'(\S+\/robot\/send\?access_token=\w+)' -H '([\w-]+): ([\w/]+)' -d '([^']+)'/.exec(printed)
    const [, robot = '', header = '', type = '', body = ''] = alert ?? []
    const sent = await fetch(robot, { method: 'POST', headers: { [header]: type }, body })
    expect(await sent.json()).toEqual({ errcode: 0, errmsg: 'ok' })
    child.kill('SIGINT')
    expect((await ended).code).toBe(0)
  })

  test('speaks English where that is asked for', async () => {
    const { shows } = hongyan(['sandbox', '--port', '0', '--demo'], { HONGYAN_LANG: 'en' })

    const printed = await shows('examples/002')

    expect(printed).toContain('One notice to each of 8 people by mobile number')
    expect(printed).toMatch(/forbidden +had the same content today: silently filtered \(143106\)/)
    expect(
      printed.replaceAll(/\[Hongyan\]|[\u4e00-\u9fff]{2,4} 1\d{10}|[\u4e00-\u9fff]{2,4}’s/g, ''),
    ).not.toMatch(/沙箱|平台/)
  })
})

test('a busy port ends with a sentence that says which and what to do', async () => {
  const holder = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => holder.once('listening', resolve))
  const address = holder.address()
  const port = typeof address === 'object' && address ? address.port : 0

  const { code, printed } = await hongyan(['sandbox', '--port', String(port)]).ended
  holder.close()

  expect(code).toBe(1)
  expect(printed).toContain(`端口 ${port} 已被占用`)
  expect(printed).not.toContain('at ')
})

test.each(['abc', '70000', '-1'])('--port %s is refused with the value and what is allowed', async (port) => {
  const { code, printed } = await hongyan(['sandbox', `--port=${port}`]).ended

  expect(code).toBe(2)
  expect(printed).toContain(`${port} 不是端口号`)
})
