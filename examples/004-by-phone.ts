// 按手机号通知。token 过期或被平台提前作废时，只刷新一次、只发送一次。
// Notify by phone. A token that expired or was revoked is renewed once, and the message is sent once.
import { createDingTalk } from '@hongyan/dingtalk'
import { dingtalkSettings } from './settings.ts'

const ding = createDingTalk(await dingtalkSettings())

export async function notify(mobile: string, content: string): Promise<number | undefined> {
  const user = await ding.users.getByMobile(mobile)
  if (!user) return undefined
  const { task_id } = await ding.work.send({
    userid_list: [user.userid],
    msg: { msgtype: 'text', text: { content } },
  })
  return task_id
}

export const close = () => ding.close()

if (import.meta.main) {
  console.log(await notify(process.argv[2] ?? '13800000001', '您有一条新的待办'))
  await close()
}
