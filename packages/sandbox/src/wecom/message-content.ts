import type { World } from '../world.ts'
import type { Corp, WecomApp } from './apps.ts'
import { isRefusal, type Refusal, refuse } from './envelope.ts'
import { translateIds } from './id-translation.ts'
import { bodyReaders } from './message-body.ts'
import type { Params } from './params.ts'

/** Types the platform documents and this sandbox does not know: said plainly instead of a wrong reason. */
const notSimulated: ReadonlySet<string> = new Set(['template_card', 'taskcard'])

/**
 * Everything about a call to message/send but its receivers, in this order: msgtype, agentid, safe, body. The
 * msgtype comes first because broken JSON, of which nothing can be read, was seen to answer
 * `Warning: wrong json format. invalid message type`.
 */
export function readMessage(params: Params, app: WecomApp, corp: Corp, world: World): object | Refusal {
  const msgtype = params.text('msgtype')
  const readBody = bodyReaders.get(msgtype)
  if (!readBody) return refuseMsgtype(msgtype)
  const safe = params.integer('safe') ?? 0
  const refused = checkAgentid(params, app, corp, world) ?? checkSafe(msgtype, safe)
  if (refused) return refused
  const translates = params.integer('enable_id_trans') === 1
  const content = readBody(params.object(msgtype), {
    profiles: world.profiles,
    translate: (text) => (translates ? translateIds(text, world.company) : text),
  })
  if (isRefusal(content)) return content
  return { msgtype, agentid: app.agentid, [msgtype]: content, safe }
}

function refuseMsgtype(msgtype: string): Refusal {
  if (!notSimulated.has(msgtype)) return refuse('wecom.send.msgtypeUnknown', 40008)
  return refuse('wecom.send.notSimulated', 40008, {
    reason: `${msgtype} is not simulated by this sandbox`,
  })
}

function checkAgentid(params: Params, app: WecomApp, corp: Corp, { profiles }: World): Refusal | undefined {
  const agentid = params.integer('agentid')
  if (agentid === undefined) return refuse('wecom.agentid.missing', 41011)
  if (!Number.isInteger(agentid)) return refuse('wecom.agentid.malformed', 40056)
  if (agentid === app.agentid) return undefined
  const exists = corp.apps.some((other) => other.agentid === agentid)
  if (!exists && profiles.get('wecom.unknownAgentid') === '40056')
    return refuse('wecom.agentid.unknown', 40056)
  return refuse('wecom.agentid.ofAnotherApp', 301002)
}

/** 1 forbids sharing, which news does not know; 2 keeps an mpnews inside the corp and exists for nothing else. */
function checkSafe(msgtype: string, safe: number): Refusal | undefined {
  if (safe === 0) return undefined
  if (msgtype === 'news') return refuse('wecom.safe.news', 40074)
  if (safe === 1 || (safe === 2 && msgtype === 'mpnews')) return undefined
  return refuse('wecom.safe.unknown', 40035)
}
