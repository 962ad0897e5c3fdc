import type { DeliveryView, Hongyan, MessageInput } from '@hongyan/client'
import type { Language } from '../language.ts'
import { hasArrived } from '../messages/arrival.ts'
import { waitForDeliveries } from '../messages/wait.ts'
import { readCompany } from '../up/sandbox-company.ts'
import { chooseCast, type Person } from './cast.ts'
import { newestOn, openNewest } from './phone.ts'
import { resultTable } from './result-table.ts'
import { demoTexts } from './texts.ts'

const PATIENCE_MS = 30_000

/**
 * Shows the main job through the gateway: eight people addressed by mobile number on both platforms, what became of
 * each and why, and one message taken back.
 */
export async function runDemo(
  hongyan: Hongyan,
  sandboxUrl: string,
  language: Language,
  print: (line: string) => void,
): Promise<void> {
  const texts = demoTexts[language]
  const cast = chooseCast((await readCompany(sandboxUrl)).employees, texts.unknownPerson)
  print(`\n${texts.intro(cast.everyone.length)}`)

  const earlier = await send(hongyan, messageTo([cast.repeated], ['hr-ding'], texts.content))
  await waitForDeliveries(hongyan, earlier, { timeoutMs: PATIENCE_MS })
  const message = await send(hongyan, messageTo(cast.everyone, ['hr-ding', 'hr-wecom'], texts.content))
  await openNewest(sandboxUrl, 'dingtalk', cast.reader, PATIENCE_MS)
  const deliveries = await waitForDeliveries(hongyan, message, {
    timeoutMs: PATIENCE_MS,
    isOver: (all) => all.every(hasArrived) && isRead(all, cast.reader),
  })
  print(`\n${resultTable(deliveries, cast.everyone, language)}\n\n${texts.legend}\n`)

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
