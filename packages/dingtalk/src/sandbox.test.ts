import type { ProfileChoice, Sandbox } from '@hongyan/sandbox'
import { describe, expect, it, onTestFinished } from 'vitest'
import { failureOf } from '../../../e2e/setup/failure-of.ts'
import { fakeClock } from '../../../e2e/setup/fake-clock.ts'
import type { WorkMessage } from './message.ts'
import { appOf, clientOf, robotOf, startCompany } from './test-kit.ts'
import { createDingTalkRobot } from './webhook-robot.ts'

const UNTIL_DONE_MS = 10_000

const text = (content: string): WorkMessage => ({ msgtype: 'text', text: { content } })

// Time stands still unless told: no test runs into midnight or out of a second.
const companyIn = (profile: ProfileChoice) => startCompany({ profile, clock: fakeClock() })

function robotClientOf(sandbox: Sandbox, name: string, secret = robotOf(sandbox, name).secret) {
  const { accessToken } = robotOf(sandbox, name)
  const { url: baseUrl, clock } = sandbox
  const robot = createDingTalkRobot({ accessToken, secret, baseUrl, clock, egress: { proxy: false } })
  onTestFinished(() => robot.close())
  return robot
}

describe.each(['documented', 'opposed'] as const)(
  'against the sandbox whose open questions are answered as %s',
  (profile) => {
    it('a message goes by mobile number to a person, is reported unread, then read, and is taken back', async () => {
      const { sandbox, dingtalk } = await companyIn(profile)

      const user = await dingtalk.users.getByMobile('13800000001')
      const legacy = await dingtalk.users.getByMobile('13800000001', { legacy: true })
      const nobody = await dingtalk.users.getByMobile('19900000000')
      const { task_id } = await dingtalk.work.send({
        userid_list: [user?.userid ?? ''],
        msg: text('请假已通过'),
      })
      sandbox.control.advance(UNTIL_DONE_MS)
      const progress = await dingtalk.work.getSendProgress(task_id)
      const unread = await dingtalk.work.getSendResult(task_id)
      const [received] = sandbox.control.inbox('dingtalk', 'zhangsan')
      sandbox.control.markRead('dingtalk', 'zhangsan', received?.id ?? '')
      const read = await dingtalk.work.getSendResult(task_id)
      await dingtalk.work.recall(task_id)

      expect([user?.userid, legacy?.userid, nobody]).toEqual(['zhangsan', 'zhangsan', undefined])
      expect(progress).toMatchObject({ progress_in_percent: 100, status: 2 })
      expect(unread).toMatchObject({ unread_user_id_list: ['zhangsan'], read_user_id_list: [] })
      expect(read).toMatchObject({ unread_user_id_list: [], read_user_id_list: ['zhangsan'] })
      expect(received?.message).toEqual(text('请假已通过'))
      expect(sandbox.control.inbox('dingtalk', 'zhangsan')[0]?.recalledAt).not.toBeNull()
    })

    it('the same content a second time is taken, and only the result says that nobody got it', async () => {
      const { sandbox, dingtalk } = await companyIn(profile)
      const notification = { userid_list: ['zhangsan'], msg: text('生日快乐') }

      await dingtalk.work.send(notification)
      const { task_id } = await dingtalk.work.send(notification)
      sandbox.control.advance(UNTIL_DONE_MS)
      const result = await dingtalk.work.getSendResult(task_id)

      expect(result.unread_user_id_list).toEqual([])
      expect(result.forbidden_list).toMatchObject([
        {
          userid: 'zhangsan',
          code: '143106',
          count: 1,
          meaning: { zh: expect.stringContaining('相同内容') },
        },
      ])
    })

    it('every message type reaches the phone as it was written', async () => {
      const { sandbox, dingtalk } = await companyIn(profile)
      const messages: WorkMessage[] = [
        text('一'),
        { msgtype: 'markdown', markdown: { title: '二', text: '# 二' } },
        {
          msgtype: 'link',
          link: { messageUrl: 'https://a.example', picUrl: '@lAL', title: '三', text: '三' },
        },
        {
          msgtype: 'action_card',
          action_card: { title: '四', markdown: '四', single_title: '查看', single_url: 'https://a.example' },
        },
        {
          msgtype: 'action_card',
          action_card: {
            markdown: '五',
            btn_orientation: '0',
            btn_json_list: [{ title: '同意', action_url: 'https://a.example' }],
          },
        },
        {
          msgtype: 'oa',
          oa: {
            message_url: 'https://a.example',
            // The platform shows the app's name here, whatever was sent.
            head: { bgcolor: 'FFBBBBBB', text: 'hr' },
            status_bar: { status_value: '进行中', status_bg: '0xFFF65E5E' },
            body: { title: '六', form: [{ key: '姓名:', value: '张三' }], rich: { num: '15.6', unit: '元' } },
          },
        },
      ]

      for (const msg of messages) await dingtalk.work.send({ userid_list: ['zhangsan'], msg })
      sandbox.control.advance(UNTIL_DONE_MS)

      expect(sandbox.control.inbox('dingtalk', 'zhangsan').map(({ message }) => message)).toEqual(messages)
    })

    it('a robot’s refusals and its ban are told apart', async () => {
      const { sandbox } = await companyIn(profile)
      const signed = robotClientOf(sandbox, 'alerts-sign')
      const forged = robotClientOf(sandbox, 'alerts-sign', 'SECwrong0000000')
      const keyed = robotClientOf(sandbox, 'alerts-keyword')
      const [keyword] = robotOf(sandbox, 'alerts-keyword').keywords ?? []
      const say = (content: string) => ({ msgtype: 'text', text: { content } }) as const

      await signed.send(say('磁盘已满'))
      const unsigned = await failureOf(forged.send(say('磁盘已满')))
      const unkeyed = await failureOf(keyed.send(say('hello')))
      await keyed.send(say(`${keyword} 磁盘已满`))
      sandbox.control.advance(60_000)
      for (let n = 0; n < 20; n++) await signed.send(say(`第 ${n} 条`))
      const banned = await failureOf(signed.send(say('第 21 条')))
      sandbox.control.advance(600_000)
      await signed.send(say('十分钟后'))

      expect(unsigned).toMatchObject({ kind: 'rejected', code: '310000' })
      expect(unsigned.remedy.zh).toContain('加签密钥')
      expect(unkeyed).toMatchObject({ kind: 'rejected', code: '310000' })
      expect(unkeyed.remedy.zh).toContain('关键词')
      expect(banned).toMatchObject({ kind: 'throttled', retryAfterMs: 600_000 })
    })
  },
)

describe('against the sandbox', () => {
  it('departments, everyone and the newer token interface work', async () => {
    const { sandbox } = await companyIn('documented')
    const ops = appOf(sandbox, 'ops')
    const dingtalk = clientOf(sandbox, { ...ops, clock: sandbox.clock, tokenEndpoint: 'oauth2' })

    const department = await dingtalk.work.send({ dept_id_list: [1], msg: text('部门') })
    const everyone = await dingtalk.work.send({ to_all_user: true, msg: text('全员') })
    sandbox.control.advance(UNTIL_DONE_MS)

    expect(await dingtalk.work.getSendProgress(department.task_id)).toMatchObject({ status: 2 })
    expect(await dingtalk.work.getSendProgress(everyone.task_id)).toMatchObject({ status: 2 })
    expect(sandbox.control.inbox('dingtalk', 'zhangsan').map(({ message }) => message)).toEqual([
      text('部门'),
      text('全员'),
    ])
  })

  it('an address that is not allowed is told apart from a month’s calls that are spent', async () => {
    const { sandbox, dingtalk } = await companyIn('documented')
    const send = (content: string) => dingtalk.work.send({ userid_list: ['zhangsan'], msg: text(content) })

    sandbox.control.allowIps({ platform: 'dingtalk', app: 'hr', allow: ['10.0.0.1'] })
    const outside = await failureOf(send('白名单外'))
    sandbox.control.allowIps({ platform: 'dingtalk', app: 'hr', allow: null })
    sandbox.control.setLimits({ 'dingtalk.monthlyCalls': 1 })
    await send('最后一次')
    const spent = await failureOf(send('额度用完'))

    expect(outside).toMatchObject({ kind: 'rejected', code: '60020' })
    expect(spent).toMatchObject({ kind: 'throttled', code: '90020' })
  })

  it('more than 20 calls within a second are throttled for a second, and then go through', async () => {
    const { sandbox, dingtalk } = await companyIn('documented')
    const lookUps = Array.from({ length: 21 }, () => dingtalk.users.getByMobile('13800000001'))

    const refused = (await Promise.allSettled(lookUps)).filter(({ status }) => status === 'rejected')
    sandbox.control.advance(1000)
    const user = await dingtalk.users.getByMobile('13800000001')

    expect(refused).toMatchObject([{ reason: { kind: 'throttled', code: '90018', retryAfterMs: 1000 } }])
    expect(user).toEqual({ userid: 'zhangsan' })
  })
})
