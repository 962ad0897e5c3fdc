import type { DeliveryView, Hongyan, MessageInput } from '@hongyan/client'
import type { Language } from '../language.ts'
import { hasArrived } from '../messages/arrival.ts'
import { waitForDeliveries } from '../messages/wait.ts'
import { renderTable } from '../table.ts'
import { readCompany } from '../up/sandbox-company.ts'
import { type Cast, chooseCast, type Person } from './cast.ts'
import { newestOn, openNewest } from './phone.ts'
import { type DemoTexts, demoTexts } from './texts.ts'

const DINGTALK = 'hr-ding'
const WECOM = 'hr-wecom'
const PATIENCE_MS = 30_000

/**
 * Shows the main job through the gateway: eight people addressed by mobile number on both platforms, what became of
 * each and why, and one message taken back.
 */
export async function runGatewayDemo(
  hongyan: Hongyan,
  sandboxUrl: string,
  language: Language,
  print: (line: string) => void,
): Promise<void> {
  const texts = demoTexts[language]
  const cast = chooseCast((await readCompany(sandboxUrl)).employees, texts.unknownPerson)
  print(`\n${texts.intro(cast.everyone.length)}`)

  const earlier = await send(hongyan, messageTo([cast.repeated], [DINGTALK], texts.content))
  await waitForDeliveries(hongyan, earlier, { timeoutMs: PATIENCE_MS })
  const message = await send(hongyan, messageTo(cast.everyone, [DINGTALK, WECOM], texts.content))
  await openNewest(sandboxUrl, 'dingtalk', cast.reader, PATIENCE_MS)
  const deliveries = await waitForDeliveries(hongyan, message, {
    timeoutMs: PATIENCE_MS,
    isOver: (all) => all.every(hasArrived) && isRead(all, cast.reader),
  })
  print(`\n${resultTable(deliveries, cast, texts, language)}\n\n${texts.legend}\n`)

  await hongyan.messages.recall(message)
  await waitForRecall(hongyan, message)
  print(texts.recalled(cast.reader.name))
  const copies = await Promise.all(
    (['dingtalk', 'wecom'] as const).map(async (platform) => ({
      platform: texts.platforms[platform],
      recalled: (await newestOn(sandboxUrl, platform, cast.reader))?.recalledAt != null,
    })),
  )
  print(texts.shows(copies))
}

/** The same text twice is what the demo is about, so it goes out as it is; reads are asked for while we watch. */
function messageTo(people: readonly Person[], accounts: string[], text: string): MessageInput {
  return {
    accounts,
    to: people.map(({ mobile }) => `mobile:${mobile}`),
    content: { type: 'text', text },
    onRepeat: 'send',
    verify: 'full',
    reads: 'live',
  }
}

async function send(hongyan: Hongyan, message: MessageInput): Promise<string> {
  return (await hongyan.messages.send(message)).id
}

/** The recall runs by itself; its calls have ended when no delivery awaits it any more. */
async function waitForRecall(hongyan: Hongyan, message: string): Promise<void> {
  await waitForDeliveries(hongyan, message, {
    timeoutMs: PATIENCE_MS,
    isOver: (all) => all.every(({ recall }) => recall !== 'requested'),
  })
}

const isRead = (deliveries: readonly DeliveryView[], { mobile }: Person): boolean =>
  deliveries.some((each) => each.recipient === `mobile:${mobile}` && each.state === 'read')

function resultTable(
  deliveries: readonly DeliveryView[],
  { everyone }: Cast,
  texts: DemoTexts,
  language: Language,
): string {
  const rows = everyone.flatMap((person) =>
    deliveries
      .filter(({ recipient }) => recipient === `mobile:${person.mobile}`)
      .map((delivery, index) => {
        const name = index === 0 ? `${person.name} ${person.mobile}` : ''
        const platform = texts.platforms[delivery.account === DINGTALK ? 'dingtalk' : 'wecom']
        return [name, platform, delivery.state, ...because(delivery, texts, language)]
      }),
  )
  return renderTable([texts.columns, ...rows])
}

/** The reason and what to do; of good news, what it rests on. */
function because(delivery: DeliveryView, { why }: DemoTexts, language: Language): [string, string] {
  const { state, reason, remedy, platformCode } = delivery
  if (reason) {
    const code = platformCode === undefined ? '' : ` (${platformCode})`
    return [reason[language] + code, remedy?.[language] ?? '']
  }
  if (state === 'read') return [why.read.reason, '']
  if (state === 'delivered') return [why.unread.reason, '']
  return state === 'sent' ? [why.accepted.reason, ''] : ['', '']
}
