import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { PROGRAM, hongyan as run } from './test-command.ts'

const running: ChildProcess[] = []

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})

function hongyan(args: string[], env: NodeJS.ProcessEnv = {}) {
  const command = run(args, env)
  running.push(command.child)
  return command
}

test('says where it listens, and ends with 0 on Ctrl-C', async () => {
  const { child, ended, shows } = hongyan(['sandbox', '--port', '0'])

  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(await shows('/_sandbox/'))?.[0]

  expect((await fetch(`${url}/_sandbox/clock`)).status).toBe(200)
  child.kill('SIGINT')
  expect((await ended).code).toBe(0)
})

test('whose gateway died before it was ready ends too, and without a word', async () => {
  const dyingParent = `
    const { spawn } = require('node:child_process')
    const stdio = ['ignore', 'ignore', 'inherit', 'ipc']
    const sandbox = spawn(process.execPath, [process.argv[1], 'sandbox', '--port', '0'], { stdio, detached: true })
    sandbox.once('spawn', () => process.kill(process.pid, 'SIGKILL'))`
  const parent = spawn(process.execPath, ['-e', dyingParent, PROGRAM])
  let said = ''
  parent.stderr.on('data', (chunk) => {
    said += chunk
  })

  // The sandbox holds the parent's stderr, so it closes with the sandbox.
  await new Promise((resolve) => parent.once('close', resolve))

  expect(said).toBe('')
})

test('speaks English where that is asked for', async () => {
  const { shows } = hongyan(['sandbox', '--port', '0'], { HONGYAN_LANG: 'en' })

  expect(await shows('/_sandbox/')).toContain('The sandbox is running')
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
