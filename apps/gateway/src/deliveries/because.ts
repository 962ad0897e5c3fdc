import { REASONS, type ReasonCode } from '@hongyan/contract'
import type { Finding } from '../channels/session.ts'
import type { Because } from '../store/store.ts'

/** What the platform says, as it is kept beside a delivery; what it does not say is absent. */
export const becauseOf = ({ code, platformCode, platformText }: Finding): Because & { code: ReasonCode } => ({
  code,
  ...(platformCode !== undefined && { platformCode }),
  ...(platformText !== undefined && { platformText }),
})

/** An end with its reason; which state a code stands for is written in the catalogue. */
export const endingOf = (finding: Finding) => ({
  ...becauseOf(finding),
  state: REASONS[finding.code].state,
  final: true,
})
