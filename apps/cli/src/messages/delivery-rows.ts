import type { DeliveryView } from '@hongyan/contract'
import type { Language } from '../language.ts'

/** One delivery as `--json` prints it; fields without a value are left out. */
export interface DeliveryRow {
  readonly account: string
  readonly recipient: string | null
  readonly state: DeliveryView['state']
  readonly final: boolean
  readonly code?: string
  readonly platformCode?: string
  readonly reason?: string
  readonly remedy?: string
  readonly receipt?: string
}

export function deliveryRow(delivery: DeliveryView, language: Language): DeliveryRow {
  const { account, recipient, state, final, code, platformCode, reason, remedy, receipt } = delivery
  return {
    account,
    recipient,
    state,
    final,
    ...(code !== undefined && { code }),
    ...(platformCode !== undefined && { platformCode }),
    ...(reason !== undefined && { reason: reason[language] }),
    ...(remedy !== undefined && { remedy: remedy[language] }),
    ...(receipt !== undefined && { receipt }),
  }
}

const COLUMNS = {
  zh: ['账号', '接收人', '状态', '原因', '怎么办'],
  en: ['account', 'recipient', 'state', 'reason', 'what to do'],
} as const satisfies Record<Language, readonly string[]>

/** Heading and lines for `renderTable`. */
export function deliveryTable(deliveries: readonly DeliveryView[], language: Language): string[][] {
  const lines = deliveries.map((delivery) => {
    const {
      account,
      recipient,
      state,
      platformCode,
      reason = '',
      remedy = '',
    } = deliveryRow(delivery, language)
    const because = platformCode === undefined ? reason : `${reason} (${platformCode})`
    return [account, recipient ?? '', state, because, remedy]
  })
  return [[...COLUMNS[language]], ...lines]
}
