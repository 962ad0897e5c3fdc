import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { hongyan, type RunningCommand } from '../test-command.ts'

let data: string
let up: RunningCommand
let printed: string

beforeAll(async () => {
  data = join(await mkdtemp(join(tmpdir(), 'hongyan-up-')), 'data')
  up = hongyan(['up', '--sandbox', '--sandbox-port', '0', '--port', '0'], { HONGYAN_DATA: data })
  printed = await up.shows('curl')
})

afterAll(async () => {
  up.child.kill('SIGKILL')
  await up.ended
  await rm(join(data, '..'), { recursive: true })
})

/** A command beside the gateway, as a user of this machine types it. */
async function command(...args: string[]) {
  const { code, out, printed: said } = await hongyan(args, { HONGYAN_DATA: data }).ended
  return { code, said, json: () => JSON.parse(out) }
}

describe('hongyan up --sandbox', () => {
  test('ends with a curl line that works as typed', async () => {
    const [, url = '', header = '', value = '', body = ''] =
      /curl -s (\S+) -H '([\w-]+): ([\w/]+)' -d '([^']+)'/.exec(printed) ?? []

    const response = await fetch(url, { method: 'POST', headers: { [header]: value }, body })

    expect(response.status).toBe(202)
    expect(await response.json()).toMatchObject({ recipients: 1 })
  })

  test('has an account on each channel', async () => {
    const { code, json } = await command('accounts', 'list', '--json')

    expect(code).toBe(0)
    expect(json()).toEqual([
      { name: 'alerts', app: 'alerts', channel: 'dingtalk.webhook', status: 'ready' },
      { name: 'hr-ding', app: 'hr-ding', channel: 'dingtalk.work', status: 'ready' },
      { name: 'hr-wecom', app: 'hr-wecom', channel: 'wecom.app', status: 'ready' },
    ])
  })

  test('keeps key file and local access from other users, and the key out of the data', async () => {
    const access = JSON.parse(await readFile(join(data, 'local.json'), 'utf8'))

    expect(access).toEqual({ url: expect.stringMatching(/^http:/), key: expect.stringMatching(/^hk_/) })
    expect(await readFile(`${data}.key`, 'utf8')).toMatch(/^k\w+ \S+\n$/)
  })

  test('is refused a second time on the same data, with a sentence that says what to do', async () => {
    const { code, said } = await command('up', '--port', '0')

    expect(code).toBe(1)
    expect(said).toContain('HONGYAN_DATA')
    expect(said).not.toMatch(/\n\s+at /)
  })
})

describe('hongyan send', () => {
  test('prints one object and ends with 0 when everybody was reached', async () => {
    const { code, json } = await command(
      ...['send', '--account', 'hr-wecom', '--to', 'mobile:13800000001'],
      ...['--text', '请查收', '--wait', '--json'],
    )

    expect(code).toBe(0)
    expect(json()).toEqual({
      id: expect.any(String),
      deliveries: [
        {
          account: 'hr-wecom',
          recipient: 'mobile:13800000001',
          state: 'sent',
          final: true,
          receipt: expect.any(String),
        },
      ],
    })
  })

  test('waits for the platform to name the person, where it can', async () => {
    const { code, json } = await command(
      ...['send', '--account', 'hr-ding', '--to', 'mobile:13800000001'],
      ...['--text', '等到送达', '--wait', '--json'],
    )

    expect(code).toBe(0)
    expect(json().deliveries).toMatchObject([{ state: expect.stringMatching(/^(delivered|read)$/) }])
  })

  test('ends with 3 when somebody was not reached, and says why and what to do', async () => {
    const { code, json } = await command(
      ...['send', '--account', 'hr-wecom', '--to', 'mobile:13999999999'],
      ...['--text', '查无此人', '--wait', '--json'],
    )

    expect(code).toBe(3)
    expect(json().deliveries).toMatchObject([
      { state: 'invalid', final: true, reason: expect.any(String), remedy: expect.any(String) },
    ])
  })

  test.each<[string, string[], string]>([
    ['an unknown account', ['--account', 'nobody', '--to', 'mobile:13800000001', '--text', 'x'], 'nobody'],
    ['a malformed mobile', ['--account', 'hr-ding', '--to', 'mobile:138', '--text', 'x'], 'mobile:138'],
    ['no content', ['--account', 'hr-ding', '--to', 'mobile:13800000001'], '--text'],
    ['a misspelt flag', ['--acount', 'hr-ding'], '--acount'],
    ['a timeout that is none', ['--account', 'hr-ding', '--text', 'x', '--timeout', 'soon'], 'soon'],
  ])('ends with 2 for %s and names it', async (_, flags, named) => {
    const { code, said } = await command('send', ...flags)

    expect(code).toBe(2)
    expect(said).toContain(named)
  })

  test('ends with 1 when no gateway answers, and says how to start one', async () => {
    const { code, printed: said } = await hongyan(['send', '--account', 'a', '--text', 'x'], {
      HONGYAN_URL: 'http://127.0.0.1:1',
    }).ended

    expect(code).toBe(1)
    expect(said).toContain('hongyan up')
  })
})

test('a message is followed, watched and taken back by its id', async () => {
  const sent = await command(
    'send',
    '--account',
    'hr-wecom',
    '--to',
    'mobile:13800000001',
    '--text',
    '撤回我',
    '--wait',
    '--json',
  )
  const { id } = sent.json()

  const recalled = await command('recall', id, '--json')
  const status = await command('status', id, '--json')

  expect(recalled.json()).toMatchObject({ id, requested: 1 })
  expect(status.code).toBe(0)
  expect(status.json()).toEqual(sent.json())
})

test('preview shows the platform’s own JSON and sends nothing', async () => {
  const { code, json } = await command(
    ...['preview', '--account', 'hr-ding,alerts', '--to', 'mobile:13800000001', '--text', '看看', '--json'],
  )

  expect(code).toBe(0)
  expect(JSON.stringify(json())).toContain('userid_list')
})

test('an account that cannot send is found by diagnose, with the platform’s own words', async () => {
  await command(
    ...['accounts', 'add', 'wrong-secret', '--channel', 'wecom.app'],
    ...[
      '--set',
      'corpid=ww0000000000000000',
      '--set',
      'agentid=1000002',
      '--set',
      'secret=wrong-secret-value',
    ],
  )

  const { code, said } = await command('accounts', 'diagnose', 'wrong-secret')

  expect(code).toBe(3)
  expect(said).toMatch(/✗[\s\S]*4\d{4}[\s\S]*→/)
  expect(said).not.toContain('wrong-secret-value')
})

test('a key may do what it was made for and no more', async () => {
  const { json } = await command('keys', 'create', '--client', 'oa', '--scope', 'send', '--json')
  const as = (args: string[]) => hongyan(args, { HONGYAN_DATA: data, HONGYAN_API_KEY: json().key }).ended

  const sent = await as(['send', '--account', 'hr-wecom', '--to', 'mobile:13800000001', '--text', '来自 OA'])
  const listed = await as(['accounts', 'list'])

  expect(sent.code).toBe(0)
  expect(listed.code).toBe(2)
})

test('quotas are shown with their owner and what is left', async () => {
  const { code, json } = await command('quotas', '--json')

  expect(code).toBe(0)
  expect(json()).toContainEqual(expect.objectContaining({ owner: 'corp', period: 'month', limit: 5000 }))
})

test('the keys are not rotated under a running gateway', async () => {
  const { code, printed: said } = await hongyan(['keys', 'rotate'], { HONGYAN_DATA: data }).ended

  expect(code).toBe(1)
  expect(said).toContain('正由另一个进程使用')
})

test('SIGTERM drains, ends with 0 and takes the sandbox along', async () => {
  const sandboxUrl = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0]

  up.child.kill('SIGTERM')

  expect((await up.ended).code).toBe(0)
  await expect(fetch(`${sandboxUrl}/_sandbox/clock`)).rejects.toThrow()
})

test('a stopped gateway’s secrets are sealed with a new key, and it starts with that key alone', async () => {
  const rotated = await hongyan(['keys', 'rotate', '--forget-older'], { HONGYAN_DATA: data }).ended
  const again = hongyan(['up', '--sandbox', '--sandbox-port', '0', '--port', '0'], { HONGYAN_DATA: data })
  onTestFinished(async () => {
    again.child.kill('SIGKILL')
    await again.ended
  })
  await again.shows('curl')

  const sent = await command(
    'send',
    '--account',
    'hr-wecom',
    '--to',
    'user:zhangsan',
    '--text',
    '新钥匙',
    '--wait',
  )

  expect(rotated).toMatchObject({ code: 0 })
  expect(rotated.out).toContain(`${data}.key`)
  expect((await readFile(`${data}.key`, 'utf8')).trim().split('\n')).toHaveLength(1)
  expect(sent.code).toBe(0)
})

test('--demo shows the truth about each person on both platforms, and takes one message back', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'hongyan-demo-'))
  const demo = hongyan(['up', '--sandbox', '--sandbox-port', '0', '--port', '0', '--demo'], {
    HONGYAN_DATA: join(directory, 'data'),
  })
  onTestFinished(async () => {
    demo.child.kill('SIGKILL')
    await demo.ended
    await rm(directory, { recursive: true })
  })

  const lines = (await demo.shows('curl')).split('\n')

  const row = (name: string, at = 0) => lines.slice(lines.findIndex((line) => line.startsWith(name)) + at)[0]
  expect(row('张三')).toMatch(/钉钉 +read/)
  expect(row('张三', 1)).toMatch(/企业微信 +sent/)
  expect(row('（无此号码）')).toMatch(/13999999999 +钉钉 +invalid/)
  expect(lines.filter((line) => line.includes('143106'))).toHaveLength(1)
  expect(lines.filter((line) => line.includes('：已撤回'))).toHaveLength(2)
})

test('--demo is refused without --sandbox, because it sends to many people', async () => {
  const { code, printed: said } = await hongyan(['up', '--demo'], { HONGYAN_DATA: data }).ended

  expect(code).toBe(2)
  expect(said).toContain('--sandbox')
})
