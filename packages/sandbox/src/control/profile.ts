import { ControlError } from '../control-error.ts'
import { type ProfileChoice, profileDeclarations } from '../profiles.ts'
import { type ControlInput, isRecord } from './input.ts'
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
    what: '{"profile": "documented" | "opposed" | {question: answer}}, or the name or the object alone',
    answer: (control, { input }) => ({ profile: control.setProfile(readChoice(input)) }),
  },
]

/** No question is called `profile` or `name`: theirs contain a dot. */
function readChoice(input: ControlInput): ProfileChoice {
  if ('name' in input.all) return input.only('name').required('name', readProfileChoice)
  const [first] = Object.keys(input.all)
  if (first?.includes('.')) return readProfileChoice(input.all, 'profile')
  return input.only('profile').required('profile', readProfileChoice)
}

export function readProfileChoice(value: unknown, name: string): ProfileChoice {
  if (value === 'documented' || value === 'opposed') return value
  if (isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([key, answer]) => [key, String(answer)]))
  throw new ControlError(name, value, 'Use "documented", "opposed" or an object {question: answer}.')
}
