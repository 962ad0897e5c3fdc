import { ControlError } from './control-error.ts'
import { profiles as dingtalkProfiles } from './dingtalk/profiles.ts'
import { profiles as wecomProfiles } from './wecom/profiles.ts'

/** A question the platform's documents leave open or answer twice, and the answers a suite may run under. */
export interface ProfileDeclaration {
  /** `<platform>.<question>` */
  readonly name: string
  readonly answers: readonly string[]
  /** The answer of the set `documented`: what the documents say or suggest most clearly. */
  readonly documented: string
  /** The answer of the set `opposed`: another one of the answers. */
  readonly opposed: string
  /** One sentence: why the question is open. */
  readonly why: string
}

/** A whole set by name, or single answers on top of the set `documented`. */
export type ProfileChoice = 'documented' | 'opposed' | Readonly<Record<string, string>>

export const profileDeclarations: readonly ProfileDeclaration[] = [...dingtalkProfiles, ...wecomProfiles]

export class Profiles {
  readonly #answers = new Map<string, string>()

  constructor(choice: ProfileChoice = 'documented') {
    this.choose('documented')
    this.choose(choice)
  }

  get(name: string): string {
    const answer = this.#answers.get(name)
    if (answer === undefined) throw unknownProfile(name)
    return answer
  }

  /** A named set answers every question; a record answers the questions it names and leaves the others. */
  choose(choice: ProfileChoice): void {
    if (typeof choice === 'object') {
      for (const [name, answer] of Object.entries(choice)) checkAnswer(name, answer)
      for (const [name, answer] of Object.entries(choice)) this.#answers.set(name, answer)
      return
    }
    if (choice !== 'documented' && choice !== 'opposed') {
      throw new ControlError(
        'profile',
        choice,
        'Use "documented", "opposed" or an object {question: answer}.',
      )
    }
    for (const profile of profileDeclarations) this.#answers.set(profile.name, profile[choice])
  }

  all(): Record<string, string> {
    return Object.fromEntries(this.#answers)
  }
}

function checkAnswer(name: string, answer: string): void {
  const profile = profileDeclarations.find((known) => known.name === name)
  if (!profile) throw unknownProfile(name)
  if (!profile.answers.includes(answer)) {
    throw new ControlError(name, answer, `Use one of: ${profile.answers.join(', ')}.`)
  }
}

function unknownProfile(name: string): ControlError {
  const names = profileDeclarations.map((profile) => profile.name)
  return new ControlError('profile', name, `Use one of: ${names.join(', ')}.`)
}
