import type { DiagnoseView } from '@hongyan/contract'
import type { Language } from '../language.ts'

/** One line for each check; below a failed one the platform's own words, and what to do. */
export function diagnosisText({ account, checks }: DiagnoseView, language: Language): string {
  const lines = checks.flatMap(({ ok, sentence, platformCode, platformText, remedy }) => {
    const said = [platformCode, platformText].filter((part) => part !== undefined).join(' ')
    return [
      `  ${ok ? '✓' : '✗'} ${sentence[language]}`,
      ...(said === '' ? [] : [`    ${said}`]),
      ...(ok || !remedy ? [] : [`    → ${remedy[language]}`]),
    ]
  })
  return [account, ...lines].join('\n')
}
