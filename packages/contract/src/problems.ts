import { GATEWAY_PROBLEMS } from './gateway-problems.ts'
import type { ProblemKind } from './problem-kind.ts'
import { REQUEST_PROBLEMS } from './request-problems.ts'

/** Every code of a refused request. A refused request has changed nothing. */
export const PROBLEMS = { ...REQUEST_PROBLEMS, ...GATEWAY_PROBLEMS } as const satisfies Record<
  string,
  ProblemKind
>
export type ProblemCode = keyof typeof PROBLEMS
