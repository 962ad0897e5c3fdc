import { expect } from 'vitest'
import type { Bench } from './bench.ts'
import type { Prove } from './prove.ts'
import { WecomCaller } from './wecom-caller.ts'
import { fileOf, uploadTo } from './wecom-files.ts'

const DAY_MS = 86_400_000
const MEMBERS = 2

/** Limits of groups made by apps and of pictures for articles. */
export function proveGroupQuota(fact: Prove): void {
  fact('wecom.quota.limit.appchat-create', async (bench) => {
    bench.lower('wecom.appchatsPerDay', 1)

    expect([await create(bench, 'a'), await create(bench, 'b')]).toEqual([0, 45009])
  })

  fact('wecom.quota.limit.appchat-update', async (bench) => {
    await create(bench)
    bench.lower('wecom.appchatUpdatesPerHour', 1)

    expect([await post(bench, 'update', {}), await post(bench, 'update', {})]).toEqual([0, 45009])
  })

  for (const [name, limit] of [
    ['minute', 'wecom.appchatPersonTimesPerMinute'],
    ['hour', 'wecom.appchatPersonTimesPerHour'],
  ] as const) {
    fact(`wecom.quota.limit.appchat-send-${name}`, async (bench) => {
      await create(bench)
      bench.lower(limit, MEMBERS)

      expect([await send(bench), await send(bench)]).toEqual([0, 45009])
    })
  }

  for (const [name, limit] of [
    ['minute', 'wecom.appchatMemberPerMinute'],
    ['day', 'wecom.appchatMemberPerDay'],
  ] as const) {
    fact(`wecom.quota.limit.appchat-member-${name}`, async (bench) => {
      await create(bench)
      bench.lower(limit, 1)

      expect([await send(bench), await send(bench)]).toEqual([0, 0])
      expect(new WecomCaller(bench).phone()).toHaveLength(1)
    })
  }

  for (const [name, limit] of [
    ['day', 'wecom.uploadimgPerDay'],
    ['month', 'wecom.uploadimgPerMonth'],
  ] as const) {
    fact(`wecom.quota.limit.uploadimg-${name}`, async (bench) => {
      bench.lower(limit, 1)

      expect([await uploadimg(bench), await uploadimg(bench)]).toEqual([0, 45009])
    })
  }

  fact('wecom.quota.limit.block-month', async (bench) => {
    bench.control.setLimits({ 'wecom.uploadimgPerMonth': 1 })
    const codes = [await uploadimg(bench), await uploadimg(bench)]
    bench.control.advance(bench.figure * DAY_MS - 1)
    codes.push(await uploadimg(bench))
    bench.control.advance(1)
    codes.push(await uploadimg(bench))

    expect(codes).toEqual([0, 45009, 45009, 0])
  })
}

async function create(bench: Bench, chatid = 'chat'): Promise<unknown> {
  const userlist = new WecomCaller(bench).userids().slice(0, MEMBERS)
  return post(bench, 'create', { chatid, name: 'x', userlist })
}

function send(bench: Bench): Promise<unknown> {
  return post(bench, 'send', { msgtype: 'text', text: { content: 'x' } })
}

async function post(bench: Bench, api: string, fields: object): Promise<unknown> {
  return (await new WecomCaller(bench).post(`appchat/${api}`, { chatid: 'chat', ...fields })).json.errcode
}

async function uploadimg(bench: Bench): Promise<unknown> {
  const token = await new WecomCaller(bench).token()
  const path = `/cgi-bin/media/uploadimg?access_token=${token}`
  return (await uploadTo(bench, path, fileOf('image'))).json.errcode
}
