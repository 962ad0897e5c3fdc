import { ControlError } from '../control-error.ts'
import type { OutcomeTarget } from '../outcomes.ts'
import type { InjectedOutcome, OutcomeName } from '../world.ts'
import { type ControlInput, oneOf, platformName, share, textOrNumber, texts } from './input.ts'
import type { ControlRoute } from './route.ts'

const outcomeName = oneOf<OutcomeName>(
  'read',
  'unread',
  'invalid',
  'forbidden',
  'failed',
  'not_listed',
  'dropped',
  'unlicensed',
)

export const outcomeRoutes: readonly ControlRoute[] = [
  {
    method: 'POST',
    path: '/outcomes',
    what: '{"platform", "userids" | "share", "outcome", "code"?}: what becomes of messages from now on',
    answer: (control, { input }) => {
      input.only('platform', 'userids', 'share', 'outcome', 'code')
      const platform = input.required('platform', platformName)
      const target = readTarget(input)
      const outcome = readOutcome(input)
      control.setOutcomes(platform, target, outcome)
      return { platform, ...target, ...outcome }
    },
  },
  {
    method: 'DELETE',
    path: '/outcomes',
    what: 'lets things happen by themselves again',
    answer: (control) => {
      control.clearOutcomes()
      return { outcomes: [] }
    },
  },
]

function readTarget(input: ControlInput): OutcomeTarget {
  const userids = input.optional('userids', texts)
  const part = input.optional('share', share)
  if (userids !== undefined && part === undefined) return { userids }
  if (part !== undefined && userids === undefined) return { share: part }
  throw new ControlError('userids', userids, 'Give either userids or a share from 0 to 1.')
}

function readOutcome(input: ControlInput): InjectedOutcome {
  const outcome = input.required('outcome', outcomeName)
  const code = input.optional('code', textOrNumber)
  return { outcome, ...(code !== undefined && { code }) }
}
