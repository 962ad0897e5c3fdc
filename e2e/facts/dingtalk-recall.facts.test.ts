import { expect } from 'vitest'
import { present } from './bench.ts'
import { DingTalkCaller, expectAccepted, expectCode, expectRefused } from './dingtalk-caller.ts'
import { proveFacts } from './prove.ts'

const WORK = '/topapi/message/corpconversation'
const HOUR_MS = 3_600_000
const NUMBERS = { 'dingtalk.successErrcode': 'number' }

proveFacts('dingtalk.recall', (fact) => {
  fact('dingtalk.recall.endpoint.recall', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const { task_id } = (await dingtalk.sendText()).json

    expect(bench.endpoint).toEqual({ method: 'POST', path: `${WORK}/recall` })
    expectAccepted(await dingtalk.recall(task_id))
    expect(present(dingtalk.phone()[0]).recalledAt).not.toBeNull()
  })

  fact.under(NUMBERS, 'dingtalk.recall.example.recall', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const { task_id } = (await dingtalk.sendText()).json
    const { json } = await dingtalk.recall(task_id)
    const byOtherName = await dingtalk.post(`${WORK}/recall`, { agent_id: dingtalk.app().agentId, task_id })

    expect(json).toMatchObject(JSON.parse(bench.response))
    expectRefused(byOtherName)
  })

  fact('dingtalk.recall.limit.recall-window', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const { task_id } = (await dingtalk.sendText()).json
    bench.control.advance(bench.figure * HOUR_MS - 1)
    const inTime = await dingtalk.recall(task_id)
    bench.control.advance(1)
    const late = await dingtalk.recall(task_id)

    expectAccepted(inTime)
    expectRefused(late)
  })

  fact('dingtalk.recall.code.400002', async (bench) => {
    const dingtalk = new DingTalkCaller(bench)
    const { task_id } = (await dingtalk.sendText()).json

    expectCode(await dingtalk.recall(111_111_111_111), bench.code)
    expectCode(await dingtalk.recall(task_id, 'ops'), bench.code)
    expect(present(dingtalk.phone()[0]).recalledAt).toBeNull()
  })

  fact('dingtalk.recall.code.500', async (bench) => {
    bench.control.setFault({ path: `${WORK}/recall`, times: 1, action: { errcode: 500 } })

    expectCode(await new DingTalkCaller(bench).recall(1), bench.code)
  })
})
