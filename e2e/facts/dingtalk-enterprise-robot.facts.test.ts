import { expect } from 'vitest'
import { type Bench, present } from './bench.ts'
import { expectCode } from './dingtalk-caller.ts'
import { NewHostCaller } from './dingtalk-new-host.ts'
import { proveFacts } from './prove.ts'
import type { RawAnswer } from './raw-http.ts'
import { expectLike } from './shape.ts'

const ROBOT = '/v1.0/robot'
const HOUR_MS = 3_600_000
const SETTLE_MS = 1000
const ENTERED = 0
const EMPTY = 1

proveFacts('dingtalk.enterprise-robot', (fact) => {
  const reaches: Readonly<Record<string, (robot: RobotCaller) => Promise<RawAnswer>>> = {
    'batch-send': (robot) => robot.batchSend(),
    'read-status': async (robot) => robot.readStatus(await robot.key()),
    'batch-recall': async (robot) => robot.recallKeys([await robot.key()]),
    'group-send': (robot) => robot.inGroup('send'),
    'group-query': async (robot) => robot.inGroup('query', { processQueryKey: await robot.groupKey() }),
    'group-recall': async (robot) => robot.inGroup('recall', { processQueryKeys: [await robot.groupKey()] }),
    'file-download': async (robot) => robot.download(await robot.receivedFile()),
  }
  for (const [name, call] of Object.entries(reaches)) {
    fact(`dingtalk.enterprise-robot.endpoint.${name}`, async (bench) => {
      expect((await call(new RobotCaller(bench))).status).toBe(200)
      const [logged] = bench.control.requests({ limit: 1 })
      expect({ method: logged?.method, path: logged?.path }).toEqual(bench.endpoint)
    })
  }

  for (const msgKey of msgKeys) {
    fact(`dingtalk.enterprise-robot.type.${msgKey}`, async (bench) => {
      const robot = new RobotCaller(bench)
      const msgParam = await robot.withUploads(bench.body)

      expect((await robot.batchSend({ msgKey, msgParam })).status).toBe(200)
      expect(present(robot.phone('zhangsan')[0]).message).toMatchObject({
        msgKey,
        msgParam: JSON.parse(msgParam),
      })
      expect((await robot.inGroup('send', { msgKey, msgParam })).status).toBe(200)
      expect((await robot.batchSend({ msgKey, msgParam: '{}' })).json.code).toMatch(/^miss\.param\./)
    })
  }

  fact('dingtalk.enterprise-robot.example.batch-send', async (bench) => {
    const robot = new RobotCaller(bench)
    const throttled = present(robot.userids()[1])
    bench.control.setOutcomes('dingtalk', { userids: [throttled] }, { outcome: 'forbidden' })

    const answer = await robot.batchSend({ userIds: ['zhangsan', 'manage25231', throttled] })

    expectLike(answer, bench.response, ['invalidStaffIdList'])
    expect(answer.json.flowControlledStaffIdList).toEqual([throttled])
  })

  fact.under(
    { 'dingtalk.robotUserIdsCap': '20' },
    'dingtalk.enterprise-robot.limit.user-ids',
    async (bench) => {
      const robot = new RobotCaller(bench)
      const people = Array.from({ length: bench.figure }, (_, place) => `u${place}`)

      expect((await robot.batchSend({ userIds: people })).status).toBe(200)
      expect((await robot.batchSend({ userIds: [...people, 'more'] })).status).toBe(400)
    },
  )

  fact('dingtalk.enterprise-robot.limit.msg-param', async (bench) => {
    const robot = new RobotCaller(bench)
    const msgParam = (bytes: number) => `{"content":"${'x'.repeat(bytes - '{"content":""}'.length)}"}`

    expect((await robot.inGroup('send', { msgParam: msgParam(bench.figure) })).status).toBe(200)
    expect((await robot.inGroup('send', { msgParam: msgParam(bench.figure + 1) })).status).toBe(400)
  })

  fact('dingtalk.enterprise-robot.limit.keys', async (bench) => {
    const robot = new RobotCaller(bench)
    const keys = Array.from({ length: bench.figure }, (_, place) => `key${place}`)

    expect((await robot.recallKeys(keys)).status).toBe(200)
    expect((await robot.recallKeys([...keys, 'more'])).status).toBe(400)
  })

  fact('dingtalk.enterprise-robot.limit.window', async (bench) => {
    const robot = new RobotCaller(bench)
    const key = await robot.key()
    bench.control.advance(bench.figure * HOUR_MS - SETTLE_MS - 1)
    const inTime = await robot.readStatus(key)
    bench.control.advance(1)

    expect(inTime.status).toBe(200)
    expect((await robot.readStatus(key)).status).toBe(400)
    expect((await robot.recallKeys([key])).json.successResult).toEqual([])
  })

  fact('dingtalk.enterprise-robot.limit.readers', async (bench) => {
    const robot = new RobotCaller(bench)
    const processQueryKey = await robot.groupKey()
    const query = (maxResults: number) => robot.inGroup('query', { processQueryKey, maxResults })

    expect((await query(bench.figure)).status).toBe(200)
    expect((await query(bench.figure + 1)).status).toBe(400)
  })

  fact('dingtalk.enterprise-robot.behaviour.not-in-group', async (bench) => {
    const { json } = await new RobotCaller(bench).inGroup('send', {}, EMPTY)

    expect(['resource.not.found', 'invalidParameter.robotCode.notExsit']).toContain(json.code)
    expect(json.message).toBe('错误描述: robot 不存在；解决方案:请确认 robotCode 是否正确；')
  })

  fact('dingtalk.enterprise-robot.behaviour.path-case', async (bench) => {
    const robot = new RobotCaller(bench)
    const body = { robotCode: robot.app().robotCode, processQueryKeys: [await robot.key()] }

    expect((await robot.modern('POST', `${ROBOT}/otoMessages/batchRecall`, body)).json).toHaveProperty(
      'successResult',
    )
    expect((await robot.modern('POST', `${ROBOT}/oToMessages/batchRecall`, body)).json.errcode).toBe(404)
  })

  for (const [code, call] of Object.entries(refusals)) {
    fact(`dingtalk.enterprise-robot.code.${code}`, async (bench) => {
      const answer = await call(new RobotCaller(bench))

      expect(answer.status).toBe(400)
      expectCode(answer, bench.code)
    })
  }
})

const msgKeys =
  `sampleText sampleMarkdown sampleImageMsg sampleLink sampleActionCard sampleActionCard2 sampleActionCard3
  sampleActionCard4 sampleActionCard5 sampleActionCard6 sampleAudio sampleFile sampleVideo`.split(/\s+/)

const refusals: Readonly<Record<string, (robot: RobotCaller) => Promise<RawAnswer>>> = {
  'invalidParameter.robotCode.empty': (robot) => robot.batchSend({ robotCode: '' }),
  'invalidParameter.robotCode.notExsit': (robot) => robot.batchSend({ robotCode: 'dingnobodys' }),
  'invalidParameter.robotCode.auth': (robot) => robot.batchSend({ robotCode: robot.app('ops').robotCode }),
  'invalidParameter.userIds.empty': (robot) => robot.batchSend({ userIds: [] }),
  'invalidParameter.userIds.overMax': (robot) =>
    robot.batchSend({ userIds: Array.from({ length: 101 }, (_, place) => `u${place}`) }),
  'invalidParameter.msgKey.empty': (robot) => robot.batchSend({ msgKey: '' }),
  'invalidParameter.msgKey.invalid': (robot) => robot.batchSend({ msgKey: 'sampleActionCard1' }),
  'invalidParameter.msgParam.invalid': (robot) => robot.batchSend({ msgParam: { content: 'x' } }),
  'invalidParameter.msgParam.tooLong': (robot) =>
    robot.batchSend({ msgParam: JSON.stringify({ content: 'x'.repeat(15_000) }) }),
  'miss.param.markdownTotitle': (robot) =>
    robot.batchSend({ msgKey: 'sampleMarkdown', msgParam: '{"text":"x"}' }),
  'miss.openConversationId': (robot) => robot.inGroup('send', { openConversationId: '' }),
  'invalid.openConversationId': (robot) => robot.inGroup('send', { openConversationId: 'zhangsan' }),
  'invalid.processQueryKey': (robot) => robot.readStatus('nobodys'),
  'processQueryKey.expireTime': async (robot) => {
    const key = await robot.key()
    robot.wait(24 * HOUR_MS)
    return robot.readStatus(key)
  },
  'not.allowed.robotCode': (robot) => robot.recallKeys(['a'], { robotCode: robot.app('ops').robotCode }),
}

/** Requests to the robot of the first app, and to groups. */
class RobotCaller extends NewHostCaller {
  readonly #bench: Bench

  constructor(bench: Bench) {
    super(bench)
    this.#bench = bench
  }

  wait(ms: number): void {
    this.#bench.control.advance(ms)
  }

  /** Sends and waits until the platform can say who has read it. */
  async key(): Promise<string> {
    const { json } = await this.batchSend()
    this.wait(SETTLE_MS)
    return String(json.processQueryKey)
  }

  readStatus(key: string): Promise<RawAnswer> {
    const query = new URLSearchParams({ robotCode: this.app().robotCode, processQueryKey: key })
    return this.modern('GET', `${ROBOT}/oToMessages/readStatus?${query}`, {})
  }

  recallKeys(processQueryKeys: readonly string[], fields: object = {}): Promise<RawAnswer> {
    const body = { robotCode: this.app().robotCode, processQueryKeys, ...fields }
    return this.modern('POST', `${ROBOT}/otoMessages/batchRecall`, body)
  }

  inGroup(call: 'send' | 'query' | 'recall', fields: object = {}, place = ENTERED): Promise<RawAnswer> {
    const { openConversationId } = present(this.#bench.control.dingtalk.groups()[place])
    return this.modern('POST', `${ROBOT}/groupMessages/${call}`, {
      robotCode: this.app().robotCode,
      openConversationId,
      msgKey: 'sampleText',
      msgParam: '{"content":"你好"}',
      ...fields,
    })
  }

  async groupKey(): Promise<string> {
    return String((await this.inGroup('send')).json.processQueryKey)
  }

  /** 张三 sends the robot a file; answers its downloadCode. */
  async receivedFile(): Promise<unknown> {
    const heard = await this.hearRobot()
    await this.#bench.control.dingtalk.sendFile('zhangsan', 'hr', await this.mediaId('a.pdf', 'file'))
    return Reflect.get(Object(heard[0]?.content), 'downloadCode')
  }

  download(downloadCode: unknown): Promise<RawAnswer> {
    const body = { robotCode: this.app().robotCode, downloadCode }
    return this.modern('POST', `${ROBOT}/messageFiles/download`, body)
  }

  /** The printed parameters with real uploads for `@amr`, `@xlsx`, `@mp4` and `@png`. */
  async withUploads(body: string): Promise<string> {
    const kinds = { amr: 'voice', xlsx: 'file', mp4: 'video', png: 'image' }
    let filled = body
    for (const [ending, type] of Object.entries(kinds)) {
      if (body.includes(`"@${ending}"`))
        filled = filled.replace(`@${ending}`, await this.mediaId(`a.${ending}`, type))
    }
    return filled
  }
}
