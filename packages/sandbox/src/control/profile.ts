import { ControlError } from '../control-error.ts'
import { type ProfileChoice, profileDeclarations } from '../profiles.ts'
import { isRecord } from './input.ts'
import type { ControlRoute } from './route.ts'

export const profileRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: '/profile',
    what: 'the answer in force to every open question of the documents, and why it is open',
    answer: (control) => ({ profile: control.profile(), questions: profileDeclarations }),
  },
  {
    method: 'POST',
    path: '/profile',
    what: '{"profile": "documented" | "opposed" | {question: answer}}',
    answer: (control, { input }) => {
      const choice = input.only('profile').required('profile', readProfileChoice)
      return { profile: control.setProfile(choice) }
    },
  },
]

export function readProfileChoice(value: unknown, name: string): ProfileChoice {
  if (value === 'documented' || value === 'opposed') return value
  if (isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([key, answer]) => [key, String(answer)]))
  throw new ControlError(name, value, 'Use "documented", "opposed" or an object {question: answer}.')
}
