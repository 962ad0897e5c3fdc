import { DAY_MS } from '../clock.ts'
import type { World } from '../world.ts'
import { type Reply, refuse } from './envelope.ts'
import type { Endpoint } from './gate.ts'
import type { SentMessages } from './sent-messages.ts'

/** 《撤回应用消息》, developer.work.weixin.qq.com/document/path/94867: the last 24 hours. */
const RECALL_WINDOW_MS = DAY_MS

/** POST /cgi-bin/message/recall: takes the copies back from WeCom's own clients. */
export function recall(world: World, sent: SentMessages): Endpoint {
  return ({ app, params, at }): Reply => {
    const msgid = params.text('msgid')
    if (!msgid) return refuse('wecom.recall.msgidMissing', 40058)
    const message = sent.find(msgid)
    if (!message || message.app !== app.name) return refuse('wecom.recall.notOfThisApp', 40058)
    if (at - message.sentAt > RECALL_WINDOW_MS) return refuse('wecom.recall.tooLate', 42052)
    if (message.recalled && world.profiles.get('wecom.secondRecall') === '42052') {
      return refuse('wecom.recall.again', 42052)
    }
    message.recalled = true
    world.inbox.recall('wecom', msgid)
    return { rule: 'wecom.recall.ok' }
  }
}
