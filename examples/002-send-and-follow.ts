// 手机号 → userid → 发送 → 进度 → 逐人结果 → 撤回。
// From a mobile number to the result per person, and back again.
import { setTimeout } from 'node:timers/promises'
import { createDingTalk } from '@hongyan/dingtalk'
import { dingtalkSettings } from './settings.ts'

const ding = createDingTalk(await dingtalkSettings())
const mobile = process.argv[2] ?? '13800000001'

const user = await ding.users.getByMobile(mobile)
if (!user) throw new Error(`No employee has the mobile number ${mobile}.`)
const msg = { msgtype: 'text', text: { content: '生日快乐！' } } as const
const { task_id } = await ding.work.send({ userid_list: [user.userid], msg })

while ((await ding.work.getSendProgress(task_id)).status !== 2) await setTimeout(200)
const result = await ding.work.getSendResult(task_id)
console.log({ unread: result.unread_user_id_list, forbidden: result.forbidden_list })

await ding.work.recall(task_id)
await ding.close()
