import type { JsonObject } from '@hongyan/contract'
import { InputCheck } from '@hongyan/platform-call'
import * as z from 'zod'
import type { Channel } from './channel.ts'
import { secret } from './fields.ts'
import { marked } from './marking.ts'
import { distinguishBy, type MessageForm, renderBy, type WrittenContent } from './rendering.ts'
import type { Check, Finding, Outcome, Session } from './session.ts'

/** A letter in a hole of the pigeonry. */
interface Letter {
  readonly id: string
  readonly text: string
  recalledAt: number | null
}

/** A platform that is a few lists: enough to show what a channel consists of. */
export class Pigeonry {
  readonly key = 'corn'
  readonly holes = new Map<string, Letter[]>()
  readonly #flights = new Map<string, string>()
  requests = 0
  fault: 'lose_answer' | 'busy' | undefined
  isBarred = false

  fly(key: string, body: string): { readonly id: string } | 'lost' | 'busy' | 'barred' | 'wrong_key' {
    this.requests += 1
    const { fault } = this
    this.fault = undefined
    if (key !== this.key) return 'wrong_key'
    if (this.isBarred) return 'barred'
    if (fault === 'busy') return 'busy'
    const id = this.#flights.get(body) ?? this.#deliver(body)
    return fault === 'lose_answer' ? 'lost' : { id }
  }

  recall(id: string): void {
    for (const letter of [...this.holes.values()].flat()) if (letter.id === id) letter.recalledAt = 1
  }

  #deliver(body: string): string {
    const id = `flight-${this.#flights.size + 1}`
    this.#flights.set(body, id)
    const { to, message }: { to: string[]; message: { text: string } } = JSON.parse(body)
    for (const hole of to) {
      this.holes.set(hole, [...(this.holes.get(hole) ?? []), { id, text: message.text, recalledAt: null }])
    }
    return id
  }
}

/** Unit: bytes. */
const MAX_LETTER_BYTES = 600
const NOTE = { zh: '信笺最多 600 字节', en: 'A letter has at most 600 bytes' }
const SOURCE = { page: '鸽房须知', date: '2026-01-01' }
const AS_LETTER = { as: 'letter', degraded: { zh: '只剩文字', en: 'Only words are left' } }

const letterForm: MessageForm = {
  channel: 'fixture.pigeon',
  compose: (content) => ({ msgtype: 'letter', text: wordsOf(content) }),
  adopt: (body) => body,
  check(message) {
    const check = new InputCheck('fixture', 'letter')
    check.text('text', message.text)
    check.atMost('text', MAX_LETTER_BYTES, Buffer.byteLength(String(message.text)), 'bytes')
    return check.warnings
  },
  mark: (message, mark) => marked(message, mark, { letter: ['text'] }),
}

function wordsOf(content: WrittenContent): string {
  if (content.type === 'news') return content.articles.map(({ title, url }) => `${title} ${url}`).join('\n')
  if (content.type === 'form') return content.rows.map(({ key, value }) => `${key} ${value}`).join('\n')
  return content.text
}

const credentials = z.strictObject({
  key: secret({ zh: '钥匙', en: 'Key' }, { zh: '挂在鸽房门边', en: 'It hangs beside the door' }),
})

/** The whole of a channel in one file. */
export function pigeonChannel(pigeonry: Pigeonry): Channel {
  return {
    name: 'fixture.pigeon',
    platform: 'fixture',
    title: { zh: '信鸽', en: 'Carrier pigeon' },
    app: {
      name: 'fixture.pigeon',
      platform: 'fixture',
      title: { zh: '鸽房', en: 'Pigeonry' },
      owner: 'app',
      credentials,
      corpOf: () => null,
      lookUps: [],
    },
    options: z.strictObject({}),
    recipients: { user: 3 },
    ceiling: 'sent',
    ordered: false,
    renderings: {
      text: { as: 'letter' },
      markdown: AS_LETTER,
      link: AS_LETTER,
      card: AS_LETTER,
      news: AS_LETTER,
      form: AS_LETTER,
      image: { as: null },
      file: { as: null },
      voice: { as: null },
      video: { as: null },
      native: { as: 'letter' },
    },
    budgets: [{ measure: 'text', size: MAX_LETTER_BYTES, unit: 'bytes', beyond: 'rejected', source: SOURCE }],
    media: {},
    limits: [
      {
        owner: 'app',
        scope: 'flights',
        unit: 'calls',
        limit: 10,
        windowMs: 60_000,
        on: ['send'],
        beyond: NOTE,
        source: SOURCE,
      },
    ],
    busyMinutes: null,
    repeats: { kind: 'none' },
    replay: { kind: 'window', windowMs: 3_600_000 },
    report: null,
    recall: { windowMs: 3_600_000 },
    personKey: (hole) => hole,
    checkId: () => undefined,
    capacity: (_part, kind) => (kind === 'user' ? 3 : 0),
    render: (content, options) => renderBy(letterForm, content, options),
    distinguish: (part, mark) => distinguishBy(letterForm, part, mark),
    open: (account) => openSession(pigeonry, account.credentials),
  }
}

function openSession(pigeonry: Pigeonry, values: JsonObject): Session {
  const { key } = credentials.parse(values)
  const unsupported = () => Promise.reject(new Error('Pigeons cannot do that.'))
  return {
    prepare({ part, to, callId }) {
      const ids = to.kind === 'user' ? to.ids : []
      const body = JSON.stringify({ callId, to: ids, message: part.message })
      return { body, replay: { kind: 'window', windowMs: 3_600_000 } }
    },
    send: async (body) => outcomeOf(pigeonry.fly(key, body)),
    lookUp: unsupported,
    report: unsupported,
    async recall(receipt) {
      pigeonry.recall(receipt)
      return { kind: 'recalled' }
    },
    diagnose: async () => [await tryDoor(pigeonry, key)],
  }
}

function outcomeOf(end: ReturnType<Pigeonry['fly']>): Outcome {
  switch (end) {
    case 'lost':
      return { kind: 'ambiguous', finding: { code: 'no_answer' } }
    case 'busy':
      return {
        kind: 'throttled',
        finding: { code: 'not_sent' },
        retryAfterMs: 1000,
        scopes: ['flights'],
      }
    case 'barred':
    case 'wrong_key':
      return { kind: 'rejected', finding: refusalOf(end), blames: 'app', exceptions: [] }
    default:
      return { kind: 'accepted', receipt: end.id, exceptions: [] }
  }
}

const refusalOf = (end: 'barred' | 'wrong_key'): Finding => ({
  code: end === 'barred' ? 'ip_not_trusted' : 'secret_wrong',
  platformText: end,
  remedy: { zh: '去鸽房看看。', en: 'Have a look at the pigeonry.' },
})

async function tryDoor(pigeonry: Pigeonry, key: string): Promise<Check> {
  const end = pigeonry.fly(key, JSON.stringify({ to: [], message: { text: '' } }))
  const sentence = { zh: '门', en: 'The door' }
  if (end !== 'barred' && end !== 'wrong_key') return { name: 'address', ok: true, sentence }
  return { name: end === 'barred' ? 'address' : 'token', ok: false, sentence, finding: refusalOf(end) }
}
