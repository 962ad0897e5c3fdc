import type { Text } from './text.ts'

/** How a request to the gateway can be refused: HTTP status, what is wrong, what to do next. */
export interface ProblemKind extends Text {
  readonly status: number
  readonly next: Text
}

export const problem = (
  status: number,
  zh: string,
  en: string,
  nextZh: string,
  nextEn: string,
): ProblemKind => ({
  status,
  zh,
  en,
  next: { zh: nextZh, en: nextEn },
})
