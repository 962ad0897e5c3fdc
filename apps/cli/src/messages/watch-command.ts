import type { EventView, Hongyan } from '@hongyan/client'
import { Command } from 'commander'
import { connect } from '../connection.ts'
import { EXIT } from '../exit-codes.ts'
import type { Language } from '../language.ts'
import { print, printJson, runCommand } from '../run-command.ts'

const TEXTS = {
  zh: { about: '看着消息的状态变化，直到 Ctrl-C；给出编号则只看这一条', json: '每行输出一个 JSON 事件' },
  en: {
    about: 'watch states change until Ctrl-C, of one message or of all',
    json: 'print one JSON event per line',
  },
} as const

/** `hongyan watch [id]` */
export function watchCommand(language: Language): Command {
  return new Command('watch')
    .description(TEXTS[language].about)
    .argument('[id]')
    .option('--json', TEXTS[language].json)
    .action((message: string | undefined, flags: { json?: boolean }) =>
      runCommand(language, async () => {
        const leaving = new AbortController()
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => leaving.abort())
        const hongyan = await connect(language)
        await refuseNoGateway(hongyan)
        for await (const event of hongyan.events({ message, signal: leaving.signal })) {
          if (flags.json) printJson(event)
          else print(eventLine(event))
        }
        return EXIT.done
      }),
    )
}

/** A lost line is taken up again by itself; that there is nothing at all is to be said at once. */
async function refuseNoGateway(hongyan: Hongyan): Promise<void> {
  await hongyan.messages.list({ limit: 1 }).next()
}

/** For example `10:00:03Z  01….1  hr-ding  queued → sending`; one line for all whom one event concerns. */
function eventLine(event: EventView): string {
  const time = `${event.at.slice(TIME_FROM, TIME_TO)}Z`
  if (event.type === 'message.accepted') return `${time}  ${event.message}  ${event.recipients} × accepted`
  const [first = event.message, ...others] = event.deliveries
  const whom = others.length === 0 ? first : `${first} +${others.length}`
  const what =
    event.type === 'delivery.recall' ? `recall → ${event.recall}` : `${event.from ?? '·'} → ${event.state}`
  const why = event.type === 'delivery.state' && event.code !== undefined ? ` (${event.code})` : ''
  return `${time}  ${whom}  ${event.account}  ${what}${why}`
}

/** Where `HH:mm:ss` stands in an ISO instant. */
const TIME_FROM = 11
const TIME_TO = 19
