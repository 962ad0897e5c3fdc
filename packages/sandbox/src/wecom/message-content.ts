import type { World } from '../world.ts'
import type { Corp, WecomApp } from './apps.ts'
import { Refusal } from './envelope.ts'
import { translateIds } from './id-translation.ts'
import type { JsonFields } from './json-fields.ts'
import { bodyReaders } from './message-body.ts'

/** Types the platform documents and this sandbox does not know: said plainly instead of a wrong reason. */
const notSimulated: ReadonlySet<string> = new Set(['template_card', 'taskcard'])

/**
 * Everything about a call to message/send but its receivers, in this order: msgtype, agentid, safe, body. The
 * msgtype comes first because broken JSON, of which nothing can be read, was seen to answer
 * `Warning: wrong json format. invalid message type`.
 */
export function readMessage(body: JsonFields, app: WecomApp, corp: Corp, world: World): object | Refusal {
  const msgtype = body.text('msgtype')
  const readBody = bodyReaders.get(msgtype)
  if (!readBody) return refuseMsgtype(msgtype)
  const safe = body.integer('safe') ?? 0
  const refused = checkAgentid(body, app, corp, world) ?? checkSafe(msgtype, safe)
  if (refused) return refused
  const translates = body.integer('enable_id_trans') === 1
  const content = readBody(body.object(msgtype), {
    profiles: world.profiles,
    translate: (text) => (translates ? translateIds(text, world.company) : text),
  })
  if (content instanceof Refusal) return content
  return { msgtype, agentid: app.agentid, [msgtype]: content, safe }
}

function refuseMsgtype(msgtype: string): Refusal {
  if (!notSimulated.has(msgtype)) return Refusal.of(40008, 'wecom.send.msgtypeUnknown')
  return Refusal.of(40008, 'wecom.send.notSimulated', {
    reason: `${msgtype} is not simulated by this sandbox`,
  })
}

function checkAgentid(body: JsonFields, app: WecomApp, corp: Corp, { profiles }: World): Refusal | undefined {
  const agentid = body.integer('agentid')
  if (agentid === undefined) return Refusal.of(41011, 'wecom.agentid.missing')
  if (!Number.isInteger(agentid)) return Refusal.of(40056, 'wecom.agentid.malformed')
  if (agentid === app.agentid) return undefined
  const exists = corp.apps.some((other) => other.agentid === agentid)
  if (!exists && profiles.get('wecom.unknownAgentid') === '40056')
    return Refusal.of(40056, 'wecom.agentid.unknown')
  return Refusal.of(301002, 'wecom.agentid.ofAnotherApp')
}

/** 1 forbids sharing, which news does not know; 2 keeps an mpnews inside the corp and exists for nothing else. */
function checkSafe(msgtype: string, safe: number): Refusal | undefined {
  if (safe === 0) return undefined
  if (msgtype === 'news') return Refusal.of(40074, 'wecom.safe.news')
  if (safe === 1 || (safe === 2 && msgtype === 'mpnews')) return undefined
  return Refusal.of(40035, 'wecom.safe.unknown')
}
