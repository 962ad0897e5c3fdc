import { DAY_MS } from '../clock.ts'
import type { World } from '../world.ts'
import { Refusal, type Reply } from './envelope.ts'
import type { Endpoint } from './gate.ts'
import type { SentMessages } from './sent-messages.ts'

/** 《撤回应用消息》, developer.work.weixin.qq.com/document/path/94867: the last 24 hours. */
const RECALL_WINDOW_MS = DAY_MS

/** POST /cgi-bin/message/recall: takes the copies back from WeCom's own clients. */
export function recall(world: World, sent: SentMessages): Endpoint {
  return ({ app, body, at }): Reply => {
    const msgid = body.text('msgid')
    if (!msgid) return Refusal.of(40058, 'wecom.recall.msgidMissing')
    const message = sent.find(msgid)
    if (!message || message.app !== app.name) return Refusal.of(40058, 'wecom.recall.notOfThisApp')
    if (at - message.sentAt > RECALL_WINDOW_MS) return Refusal.of(42052, 'wecom.recall.tooLate')
    if (message.recalled && world.profiles.get('wecom.secondRecall') === '42052') {
      return Refusal.of(42052, 'wecom.recall.again')
    }
    message.recalled = true
    world.inbox.recall('wecom', msgid)
    return { rule: 'wecom.recall.ok' }
  }
}
