import { setTimeout } from 'node:timers/promises'
import type { DingTalk } from '@hongyan/dingtalk'
import type { Cast, Person } from './cast.ts'
import type { Finding } from './finding.ts'

/** One work notification to everybody whom DingTalk knows by mobile number. */
export interface DingtalkSend {
  readonly taskId: number
  readonly userids: ReadonlyMap<Person, string>
}

/** Addresses by mobile and sends the same text to all in one call; before that, to the one who is to have it twice. */
export async function sendByDingtalk(ding: DingTalk, cast: Cast, content: string): Promise<DingtalkSend> {
  const msg = { msgtype: 'text', text: { content } } as const
  const userids = await findUserids(ding, cast.everyone)
  const repeated = userids.get(cast.repeated)
  if (repeated) await followToEnd(ding, (await ding.work.send({ userid_list: [repeated], msg })).task_id)

  const { task_id } = await ding.work.send({ userid_list: [...userids.values()], msg })
  await followToEnd(ding, task_id)
  return { taskId: task_id, userids }
}

/** What the platform's result says of each person; whoever it does not name is not called reached. */
export async function readDingtalkResult(ding: DingTalk, cast: Cast, sent: DingtalkSend): Promise<Finding[]> {
  const result = await ding.work.getSendResult(sent.taskId)
  const judge = (person: Person): Pick<Finding, 'state' | 'why'> => {
    const userid = sent.userids.get(person)
    if (userid === undefined) return { state: 'invalid', why: 'no_such_mobile' }
    if (result.read_user_id_list.includes(userid)) return { state: 'read', why: 'read' }
    if (result.unread_user_id_list.includes(userid)) return { state: 'delivered', why: 'unread' }
    if (result.invalid_user_id_list.includes(userid)) return { state: 'invalid', why: 'out_of_range' }
    if (result.failed_user_id_list.includes(userid)) return { state: 'failed', why: 'failed' }
    const filtered = result.forbidden_list.find((entry) => entry.userid === userid)
    if (filtered)
      return { state: 'forbidden', why: filtered.code === DUPLICATE_CONTENT ? 'repeated' : 'forbidden' }
    return { state: 'unknown', why: 'not_listed' }
  }
  return cast.everyone.map((person) => ({ person, platform: 'dingtalk', ...judge(person) }))
}

/** 单应用给单人推送重复消息超限（钉钉「获取工作通知消息的发送结果」，2026-07-13） */
const DUPLICATE_CONTENT = '143106'

/** Task status 2: 处理完毕（钉钉「获取工作通知消息的发送进度」）. */
const TASK_DONE = 2
const PROGRESS_POLL_MS = 100

async function followToEnd(ding: DingTalk, taskId: number): Promise<void> {
  while ((await ding.work.getSendProgress(taskId)).status !== TASK_DONE) await setTimeout(PROGRESS_POLL_MS)
}

async function findUserids(ding: DingTalk, people: readonly Person[]): Promise<Map<Person, string>> {
  const found = new Map<Person, string>()
  for (const person of people) {
    const user = await ding.users.getByMobile(person.mobile)
    if (user) found.set(person, user.userid)
  }
  return found
}
