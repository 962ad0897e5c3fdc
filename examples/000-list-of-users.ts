// 给一组员工发四种工作通知；token 存在 Redis，多个进程只取一次。
// Four types of work notification to a list of users; the token lives in Redis, fetched once for all processes.
import { createDingTalk, RedisTokenStore, type WorkMessage } from '@hongyan/dingtalk'
import { createClient } from 'redis'
import { dingtalkSettings } from './settings.ts'

const redis = await createClient({ url: process.env.REDIS_URL ?? 'redis://127.0.0.1:6379' }).connect()
const ding = createDingTalk({ ...(await dingtalkSettings()), tokens: new RedisTokenStore(redis) })

const url = 'https://a.example/leave/8812'
const messages: WorkMessage[] = [
  { msgtype: 'text', text: { content: '月会改到下午三点' } },
  { msgtype: 'markdown', markdown: { title: '请假', text: '**张三** 的请假已通过' } },
  { msgtype: 'link', link: { title: '请假单', text: '点开查看', messageUrl: url, picUrl: url } },
  { msgtype: 'action_card', action_card: { markdown: '请审批', single_title: '查看', single_url: url } },
]
for (const msg of messages) {
  const { task_id } = await ding.work.send({ userid_list: process.argv.slice(2), msg })
  console.log(msg.msgtype, task_id)
}
await ding.close()
await redis.close()
