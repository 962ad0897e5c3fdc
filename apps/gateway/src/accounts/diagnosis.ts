import { type DiagnoseCheck, type DiagnoseView, REASONS } from '@hongyan/contract'
import type { Check } from '../channels/session.ts'

/** What a session tried, as callers see it: each failure with the platform's own words and what to do. */
export function diagnosis(account: string, checks: readonly Check[]): DiagnoseView {
  return { account, ok: checks.every(({ ok }) => ok), checks: checks.map(checkView) }
}

function checkView({ name, ok, sentence, finding }: Check): DiagnoseCheck {
  if (!finding) return { name, ok, sentence }
  const { code, platformCode, platformText, remedy = REASONS[code].remedy } = finding
  return {
    name,
    ok,
    sentence,
    code,
    ...(platformCode !== undefined && { platformCode }),
    ...(platformText !== undefined && { platformText }),
    remedy,
  }
}
