import type { DeliveryView } from '@hongyan/client'
import type { Language } from '../language.ts'
import { renderTable } from '../table.ts'
import type { Person } from './cast.ts'
import { type DemoTexts, demoTexts } from './texts.ts'

/** Who, on which platform, came to what, why, and what helps: people in their order, each with all their deliveries. */
export function resultTable(
  deliveries: readonly DeliveryView[],
  people: readonly Person[],
  language: Language,
): string {
  const texts = demoTexts[language]
  const rows = people.flatMap((person) =>
    deliveries
      .filter(({ recipient }) => recipient === `mobile:${person.mobile}`)
      .map((delivery, index) => {
        const name = index === 0 ? `${person.name} ${person.mobile}` : ''
        return [name, platformOf(delivery, texts), delivery.state, ...because(delivery, texts, language)]
      }),
  )
  return renderTable([texts.columns, ...rows])
}

/** The reason and what to do; of good news, what it rests on. */
function because(delivery: DeliveryView, texts: DemoTexts, language: Language): [string, string] {
  const { state, ceiling, reason, remedy, platformCode } = delivery
  if (reason) {
    const code = platformCode === undefined ? '' : ` (${platformCode})`
    return [reason[language] + code, remedy?.[language] ?? '']
  }
  if (state === 'read') return [texts.read, '']
  if (state === 'delivered') return [texts.delivered, '']
  if (state !== 'sent') return ['', '']
  return [ceiling === 'sent' ? texts.noReceipts(platformOf(delivery, texts)) : texts.unconfirmed, '']
}

const platformOf = ({ channel }: DeliveryView, { platforms }: DemoTexts): string =>
  channel.startsWith('dingtalk.') ? platforms.dingtalk : platforms.wecom
