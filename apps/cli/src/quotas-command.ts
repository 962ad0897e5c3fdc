import type { QuotaView } from '@hongyan/client'
import { Command } from 'commander'
import { connect } from './connection.ts'
import { EXIT } from './exit-codes.ts'
import type { Language } from './language.ts'
import { print, printJson, runCommand } from './run-command.ts'
import { renderTable } from './table.ts'

const TEXTS = {
  zh: {
    about: '每个限制和额度：归谁、还剩多少、何时恢复',
    json: '只输出 JSON',
    columns: ['归属', '限制', '上限', '已用', '剩余', '恢复', '账号'],
    units: { calls: '次', recipients: '人' },
    periods: { day: '每天', month: '每月' },
  },
  en: {
    about: 'each limit and allowance: whose it is, what is left, when it returns',
    json: 'print JSON and nothing else',
    columns: ['owner', 'limit', 'at most', 'used', 'left', 'returns', 'accounts'],
    units: { calls: 'calls', recipients: 'people' },
    periods: { day: 'a day', month: 'a month' },
  },
} as const

/** `hongyan quotas` */
export function quotasCommand(language: Language): Command {
  const texts = TEXTS[language]
  return new Command('quotas')
    .description(texts.about)
    .option('--json', texts.json)
    .action((flags: { json?: boolean }) =>
      runCommand(language, async () => {
        const quotas = await (await connect(language)).quotas.list()
        if (flags.json) printJson(quotas)
        else print(renderTable([[...texts.columns], ...quotas.map((quota) => quotaRow(quota, language))]))
        return EXIT.done
      }),
    )
}

function quotaRow(quota: QuotaView, language: Language): string[] {
  const { owner, ownerName, scope, unit, limit, used, remaining, resetsAt, blockedUntil, accounts } = quota
  const { units } = TEXTS[language]
  return [
    `${owner} ${ownerName}`,
    scope,
    `${limit} ${units[unit]} / ${spanText(quota, language)}`,
    used === undefined ? '' : String(used),
    String(remaining),
    blockedUntil ?? resetsAt ?? '',
    accounts.join(', '),
  ]
}

function spanText({ windowMs, period }: QuotaView, language: Language): string {
  if (period !== undefined) return TEXTS[language].periods[period]
  return windowMs === undefined ? '' : `${windowMs / 1000} s`
}
