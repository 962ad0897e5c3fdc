import type { Text } from '@hongyan/contract'
import { type Aim, isWithin } from './harness.ts'

/** Figures that need no reference: memory, a start, a count of requests. */
export interface Measurement {
  readonly name: string
  readonly what: Text
  readonly take: (quick: boolean) => Promise<readonly Reading[]>
}

export interface Reading {
  readonly what: Text
  readonly value: number
  readonly unit: string
  readonly aim?: Omit<Aim, 'of'>
  /** What keeps it from its aim, where it does not reach it. */
  readonly limitedBy?: Text
}

/** Without an aim it is only told. */
export const reaches = ({ value, aim }: Reading): boolean => isWithin(value, aim ?? {})
