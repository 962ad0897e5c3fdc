import { expect } from 'vitest'
import { present } from './bench.ts'
import { expectAccepted, expectCode, expectRefused } from './dingtalk-caller.ts'
import { NewHostCaller } from './dingtalk-new-host.ts'
import type { Prove } from './prove.ts'

const WORK = '/topapi/message/corpconversation'
const MEBIBYTE = 1024 * 1024
const DAY_MS = 86_400_000
const SETTLE_MS = 1000

const uploads = {
  image: ['a.png', 'image'],
  voice: ['a.amr', 'voice'],
  file: ['a.pdf', 'file'],
} as const

/** Messages that show an upload. */
export function proveMediaMessages(fact: Prove): void {
  for (const name of ['image', 'voice', 'file'] as const) {
    fact(`dingtalk.message.type.${name}`, async (bench) => {
      const dingtalk = new NewHostCaller(bench)
      const message = JSON.parse(bench.body)
      const [filename, type] = uploads[name]
      message[name].media_id = await dingtalk.mediaId(filename, type)

      expectAccepted(await dingtalk.send(message))
      expect(present(dingtalk.phone()[0]).message).toEqual(message)
    })
  }

  fact('dingtalk.message.limit.voice.duration', async (bench) => {
    const dingtalk = new NewHostCaller(bench)
    const media_id = await dingtalk.mediaId(...uploads.voice)
    const voice = (duration: number) =>
      dingtalk.send({ msgtype: 'voice', voice: { media_id, duration: String(duration) } })

    expectAccepted(await voice(bench.figure - 1))
    expectRefused(await voice(bench.figure))
    expectRefused(await voice(0))
  })

  fact('dingtalk.message.limit.voice.file', async (bench) => {
    const dingtalk = new NewHostCaller(bench)
    const voice = (media_id: string) =>
      dingtalk.send({ msgtype: 'voice', voice: { media_id, duration: '10' } })

    expectAccepted(await voice(await dingtalk.mediaId('a.amr', 'voice', bench.figure * MEBIBYTE)))
    expectRefused(await dingtalk.upload('b.amr', 'voice', bench.figure * MEBIBYTE + 1))
    expectRefused(await voice(await dingtalk.mediaId('c.mp3', 'voice')))
  })

  fact('dingtalk.message.limit.file.file', async (bench) => {
    const dingtalk = new NewHostCaller(bench)
    const file = async (bytes: number) =>
      dingtalk.send({ msgtype: 'file', file: { media_id: await dingtalk.mediaId('a.zip', 'file', bytes) } })

    expectAccepted(await file(bench.figure * MEBIBYTE))
    expectRefused(await file(bench.figure * MEBIBYTE + 1))
  })
}

/** What is refused of them. */
export function proveMediaCodes(fact: Prove): void {
  const messages: Readonly<Record<string, object>> = {
    34008: { msgtype: 'image', image: { media_id: '' } },
    34010: { msgtype: 'file', file: { media_id: '' } },
    34011: { msgtype: 'voice', voice: { media_id: '', duration: '10' } },
    40007: { msgtype: 'image', image: { media_id: '@lADOADmaWMzazQKA' } },
    41006: { msgtype: 'file', file: {} },
    45007: { msgtype: 'voice', voice: { media_id: 'x', duration: '60' } },
  }
  for (const [code, message] of Object.entries(messages)) {
    fact(`dingtalk.send.code.${code}`, async (bench) => {
      expectCode(await new NewHostCaller(bench).send(message), bench.code)
    })
  }
}

const approval = {
  msgtype: 'oa',
  oa: {
    message_url: 'http://dingtalk.com',
    head: { bgcolor: 'FFBBBBBB', text: '审批' },
    status_bar: { status_value: '待审批', status_bg: '0xFFFF9D46' },
    body: { title: '请假' },
  },
}

/** The status bar of an oa message. */
export function proveStatusBar(fact: Prove): void {
  const path = `${WORK}/status_bar/update`

  fact('dingtalk.task.endpoint.status_bar-update', async (bench) => {
    const { dingtalk, body } = await sentApproval(new NewHostCaller(bench), () =>
      bench.control.advance(SETTLE_MS),
    )

    expect(bench.endpoint).toEqual({ method: 'POST', path })
    expectAccepted(await dingtalk.post(path, body))
  })

  for (const name of ['status_bar-update', 'status_bar-colours']) {
    fact(`dingtalk.task.example.${name}`, async (bench) => {
      const { dingtalk, body } = await sentApproval(new NewHostCaller(bench), () =>
        bench.control.advance(SETTLE_MS),
      )
      const colours = name === 'status_bar-colours' ? bench.request.split(' ') : ['0xFF78C06E']
      for (const status_bg of colours) {
        expectAccepted(await dingtalk.post(path, { ...body, status_bg }))
        expect(present(dingtalk.phone()[0]).message).toMatchObject({
          oa: { status_bar: { status_value: '已同意', status_bg } },
        })
      }
    })
  }

  fact.open('dingtalk.statusBarWindow', 'dingtalk.task.limit.status_bar-window', {
    '7_days': async (bench) => {
      const { dingtalk, body } = await sentApproval(new NewHostCaller(bench), () =>
        bench.control.advance(SETTLE_MS),
      )
      bench.control.advance(bench.figure * DAY_MS - SETTLE_MS - 1)
      expectAccepted(await dingtalk.post(path, body))
      bench.control.advance(1)
      expectRefused(await dingtalk.post(path, body))
    },
    '24_hours': async (bench) => {
      const { dingtalk, body } = await sentApproval(new NewHostCaller(bench), () =>
        bench.control.advance(SETTLE_MS),
      )
      bench.control.advance(DAY_MS - SETTLE_MS)
      expectRefused(await dingtalk.post(path, body))
    },
  })

  const wrong: Readonly<Record<string, object>> = {
    40056: { agent_id: 1 },
    40035: { task_id: 111_111_111_111 },
  }
  for (const [code, fields] of Object.entries(wrong)) {
    fact(`dingtalk.task.code.${code}-status_bar`, async (bench) => {
      const { dingtalk, body } = await sentApproval(new NewHostCaller(bench), () =>
        bench.control.advance(SETTLE_MS),
      )

      expectCode(await dingtalk.post(path, { ...body, ...fields }), bench.code)
    })
  }

  fact('dingtalk.task.code.41052-status_bar', async (bench) => {
    const { dingtalk, body } = await sentApproval(new NewHostCaller(bench), () => undefined)

    expectCode(await dingtalk.post(path, body), bench.code)
  })

  fact('dingtalk.task.code.500-status_bar', async (bench) => {
    bench.control.setFault({ path, times: 1, action: { errcode: 500 } })

    expectCode(await new NewHostCaller(bench).post(path, {}), bench.code)
  })
}

async function sentApproval(dingtalk: NewHostCaller, settle: () => void) {
  const { task_id } = (await dingtalk.send(approval)).json
  settle()
  const body = { agent_id: dingtalk.app().agentId, task_id, status_value: '已同意', status_bg: '0xFF78C06E' }
  return { dingtalk, body }
}
