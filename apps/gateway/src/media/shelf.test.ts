import { afterEach, beforeEach, expect, test } from 'vitest'
import { type PipelineBench, startPipelineBench } from '../deliveries/test-bench.ts'
import { addMedia } from './add.ts'

let bench: PipelineBench
beforeEach(async () => {
  bench = await startPipelineBench()
})
afterEach(() => bench.close())

const WECOM_UPLOAD = '/cgi-bin/media/upload'
const DINGTALK_UPLOAD = '/media/upload'
const HOUR_MS = 3_600_000

async function keep(name: string, kind: 'file' | 'image' = 'file', bytes = Buffer.from(`%PDF-1.7 ${name}`)) {
  const chunks = async function* () {
    yield bytes
  }
  const file = { client: 'oa', kind, name, now: bench.clock.now(), bytes: chunks() }
  return (await addMedia(file, bench.store)).id
}

const people = (platform: 'dingtalk' | 'wecom', count: number) =>
  bench.sandbox.control
    .company({ limit: 2 * count })
    .employees.filter(({ state }) => state === 'active')
    .flatMap((employee) => employee[platform]?.userid ?? [])
    .slice(0, count)
    .map((userid) => `user:${platform}:${userid}`)

test('a file for many goes up once, and reaches each of them', async () => {
  const media = await keep('月报.pdf')

  const id = await bench.send({
    accounts: ['hr-ding', 'hr-wecom'],
    to: [...people('dingtalk', 150), ...people('wecom', 150)],
    content: { type: 'file', media },
  })
  await bench.pass(5_000)

  expect(new Set(await bench.states(id))).toEqual(new Set(['sent']))
  expect(bench.calls(DINGTALK_UPLOAD)).toBe(1)
  expect(bench.calls(WECOM_UPLOAD)).toBe(1)
})

test('the same bytes under another id are not uploaded again', async () => {
  const to = people('wecom', 1)
  const bytes = Buffer.from('%PDF-1.7 same')
  for (const name of ['一.pdf', '二.pdf']) {
    const content = { type: 'file' as const, media: await keep(name, 'file', bytes) }
    await bench.send({ accounts: ['hr-wecom'], to, content })
    await bench.pass(5_000)
  }

  expect(bench.calls(WECOM_UPLOAD)).toBe(1)
})

test('on WeCom a file is uploaded again before its three days are over, and no send fails', async () => {
  const media = await keep('月报.pdf')
  const ids: string[] = []
  for (let day = 0; day < 8; day++) {
    const to = people('wecom', 8).slice(day, day + 1)
    ids.push(await bench.send({ accounts: ['hr-wecom'], to, content: { type: 'file', media } }))
    await bench.pass(5_000)
    bench.clock.advance(24 * HOUR_MS)
  }

  for (const id of ids) expect(await bench.states(id)).toEqual(['sent'])
  expect(bench.calls(WECOM_UPLOAD)).toBe(3)
  expect(bench.calls('/cgi-bin/message/send')).toBe(8)
})

test('a platform that is away is asked again, and the message goes out when it is back', async () => {
  bench.sandbox.control.setFault({ path: WECOM_UPLOAD, times: 2, action: 'reset_before' })
  const media = await keep('月报.pdf')

  const id = await bench.send({
    accounts: ['hr-wecom'],
    to: people('wecom', 1),
    content: { type: 'file', media },
  })
  await bench.pass(60_000)

  expect(await bench.states(id)).toEqual(['sent'])
  expect(bench.calls(WECOM_UPLOAD)).toBe(3)
})

test('a file that the platform never takes fails its message with the platform’s words, others go on', async () => {
  bench.sandbox.control.setFault({ path: WECOM_UPLOAD, action: { errcode: 40006 } })
  const media = await keep('月报.pdf')
  const to = people('wecom', 1)

  const id = await bench.send({ accounts: ['hr-wecom'], to, content: { type: 'file', media } })
  const after = await bench.send({ accounts: ['hr-wecom'], to, content: { type: 'text', text: '另一条' } })
  await bench.pass(10_000)

  expect(await bench.deliveries(id)).toMatchObject([
    { state: 'failed', code: 'media_rejected', platformCode: '40006', final: true },
  ])
  expect(await bench.states(after)).toEqual(['sent'])
})

test('a picture that is sent twice cannot be marked: the repeat goes out as it is, without the platform’s check', async () => {
  const media = await keep(
    '图.png',
    'image',
    Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(64)]),
  )
  const to = people('wecom', 1)
  const [userid = ''] = to.map((recipient) => recipient.split(':')[2])
  for (const round of [1, 2]) {
    const id = await bench.send({
      accounts: ['hr-wecom'],
      to,
      content: { type: 'image', media },
      onRepeat: 'distinguish',
    })
    await bench.pass(5_000)
    expect(await bench.states(id), `round ${round}`).toEqual(['sent'])
  }

  expect(bench.inbox('wecom', userid)).toHaveLength(2)
})
