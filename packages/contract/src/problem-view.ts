import * as z from 'zod'
import { PROBLEMS, type ProblemCode } from './problems.ts'

// The literal keys of PROBLEMS, which Object.keys widens to string.
export const PROBLEM_CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]

/** A refused request as RFC 9457 problem details; texts in the language that was asked for. */
export const ProblemView = z
  .object({
    type: z.string().describe('The page that explains the code.'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().describe('Identifies this request in the log.'),
    code: z.enum(PROBLEM_CODES),
    field: z.string().optional().describe('For example to[3] or content.text.'),
    value: z.json().optional().describe('What was found there, shortened; never a secret.'),
    next: z.string().describe('What to do.'),
  })
  .meta({ id: 'Problem' })
export type ProblemView = z.infer<typeof ProblemView>
