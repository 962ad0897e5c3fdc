import { expect } from 'vitest'
import type { Bench } from './bench.ts'
import { present } from './bench.ts'
import { proveFacts } from './prove.ts'
import { expectLike } from './shape.ts'
import { expectCode, reasonOf, WecomCaller } from './wecom-caller.ts'
import { proveDirectory } from './wecom-directory.ts'

const DAY_MS = 86_400_000

proveFacts('wecom.ip', (fact) => {
  fact('wecom.ip.code.60020', async (bench) => {
    trustOnly(bench, '10.0.0.1')

    expectCode(await new WecomCaller(bench).sendText(), bench.code)
  })

  fact('wecom.ip.example.60020', async (bench) => {
    trustOnly(bench, '10.0.0.1')
    const answer = await new WecomCaller(bench).sendText()

    const [reason] = bench.response.split(',')
    expect(reasonOf(answer)).toBe(reason)
    expect(answer.json.errmsg).toContain(', from ip: 127.0.0.1, more info at ')
  })

  fact('wecom.ip.limit.effective', async (bench) => {
    const wecom = new WecomCaller(bench)
    trustOnly(bench, '10.0.0.1')
    bench.control.allowIps({ platform: 'wecom', app: 'office', allow: ['10.0.0.1', '127.0.0.1'] })
    const atOnce = await wecom.sendText()
    bench.control.advance(bench.figure * 1000)
    const later = await wecom.sendText()

    expect([atOnce.json.errcode, later.json.errcode]).toEqual([60020, 0])
  })

  fact('wecom.ip.behaviour.robot-exempt', async (bench) => {
    trustOnly(bench, '10.0.0.1')
    const { json } = await new WecomCaller(bench).robot({ msgtype: 'text', text: { content: 'x' } })

    expect(json.errcode).toBe(0)
  })
})

proveFacts('wecom.user', (fact) => {
  proveDirectory(fact)

  fact('wecom.user.behaviour.case-insensitive', async (bench) => {
    const wecom = new WecomCaller(bench)
    const { json } = await wecom.sendText('x', { touser: present(wecom.userids()[0]).toUpperCase() })

    expect(json.invaliduser ?? '').toBe('')
    expect(wecom.phone()).toHaveLength(1)
  })

  fact('wecom.user.limit.userid', async (bench) => {
    const form = new RegExp(`^[0-9A-Za-z][0-9A-Za-z_\\-@.]{0,${bench.figure - 1}}$`)

    for (const userid of new WecomCaller(bench).userids()) expect(userid).toMatch(form)
  })

  fact('wecom.user.endpoint.getuserid', async (bench) => {
    const { method, path } = bench.endpoint
    const token = await new WecomCaller(bench).token()
    const answer = await bench.raw(method, `${path}?access_token=${token}`, {
      body: '{"mobile":"13800000001"}',
    })

    expect(answer.json).toMatchObject({ errcode: 0, userid: 'zhangsan' })
  })

  fact('wecom.user.example.getuserid', async (bench) => {
    const body = bench.request.replace('13430388888', '13800000001')
    const answer = await new WecomCaller(bench).postText('user/getuserid', body)

    expectLike(answer, bench.response, ['errcode', 'errmsg', 'userid'])
  })

  fact('wecom.user.limit.mobile', async (bench) => {
    const lengths = [4, 5, bench.figure, bench.figure + 1]
    const codes = await Promise.all(lengths.map((length) => lookUp(bench, '9'.repeat(length))))

    expect(codes).toEqual([60103, 46004, 46004, 60103])
  })

  fact('wecom.user.code.46004', async (bench) => {
    expectCode(await new WecomCaller(bench).post('user/getuserid', { mobile: '13999999999' }), bench.code)
  })

  fact('wecom.user.code.46004-invisible', async (bench) => {
    const hidden = bench.control
      .company()
      .employees.find(({ state, wecom }) => state === 'out_of_range' && wecom)
    const { mobile } = present(hidden)

    expectCode(await new WecomCaller(bench).post('user/getuserid', { mobile }), bench.code)
  })

  fact('wecom.user.code.60103', async (bench) => {
    expectCode(await new WecomCaller(bench).post('user/getuserid', { mobile: 'telephone' }), bench.code)
  })

  fact('wecom.user.limit.miss-share', async (bench) => {
    const misses = (bench.control.company().total * bench.figure) / 100
    for (let miss = 0; miss <= misses; miss++) await lookUp(bench, '13999999999')
    const blocked = await lookUp(bench, '13800000001')
    bench.control.advance(DAY_MS)

    expect(blocked).not.toBe(0)
    expect(await lookUp(bench, '13800000001')).toBe(0)
  })

  fact('wecom.user.endpoint.get_userid_by_email', async (bench) => {
    const { method, path } = bench.endpoint
    const [first] = bench.control.company().employees
    const token = await new WecomCaller(bench).token()
    const body = JSON.stringify({ email: present(first).email })
    const answer = await bench.raw(method, `${path}?access_token=${token}`, { body })

    expect(answer.json).toMatchObject({ errcode: 0, userid: 'zhangsan' })
  })

  fact('wecom.user.example.get_userid_by_email', async (bench) => {
    const wecom = new WecomCaller(bench)
    const [first] = bench.control.company().employees
    const corpMailbox = bench.request.replace('a@b.c', present(first).email)
    const answer = await wecom.postText('user/get_userid_by_email', corpMailbox)
    const personal = await wecom.postText(
      'user/get_userid_by_email',
      corpMailbox.replace('"email_type":1', '"email_type":2'),
    )

    expectLike(answer, bench.response, ['errcode', 'errmsg', 'userid'])
    expect(personal.json.errcode).toBe(46004)
  })

  fact('wecom.user.limit.email-miss-share', async (bench) => {
    const wecom = new WecomCaller(bench)
    const [first] = bench.control.company().employees
    const misses = (bench.control.company().total * bench.figure) / 100
    for (let miss = 0; miss <= misses; miss++)
      await wecom.post('user/get_userid_by_email', { email: 'no@body.example' })
    const known = { email: present(first).email }
    const blocked = await wecom.post('user/get_userid_by_email', known)
    bench.control.advance(DAY_MS)
    const nextDay = await wecom.post('user/get_userid_by_email', known)

    expect(blocked.json.errcode).not.toBe(0)
    expect(nextDay.json.errcode).toBe(0)
  })
})

/** The console's list as it stands since long. */
function trustOnly(bench: Bench, address: string): void {
  bench.control.allowIps({ platform: 'wecom', app: 'office', allow: [address] })
  bench.control.advance(120_000)
}

async function lookUp(bench: Bench, mobile: string): Promise<unknown> {
  return (await new WecomCaller(bench).post('user/getuserid', { mobile })).json.errcode
}
