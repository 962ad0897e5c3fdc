import type { AmbiguityPolicy, MessageInput } from '@hongyan/contract'
import type { Person } from './sandbox.ts'

/** A message to be sent under a key of its own, with a text that no other one contains. */
export interface Letter {
  readonly key: string
  readonly text: string
  readonly message: MessageInput
}

export type Policy = Extract<AmbiguityPolicy, 'dedupe' | 'at_most_once'>

/** Who gets what, from a text that no other run uses. */
const TRAFFIC = {
  /** One message to a few mobiles on both platforms. */
  message: (mark: string, people: readonly Person[]) => [
    letter(mark, ['ding', 'wecom'], people.slice(0, 6).map(toMobile)),
  ],
  /** One message to a group, by its robot. */
  group: (mark: string) => [letter(mark, ['group'])],
  /** Fifty messages at once, few enough for each person's limit of a minute. */
  burst: (mark: string, people: readonly Person[]) =>
    people.slice(0, 50).map((person, index) => letter(`${mark}/${index}`, ['wecom'], [toWecom(person)])),
  /** As many people as one WeCom call carries: the largest body there is. */
  fullCall: (mark: string, people: readonly Person[]) => [
    letter(mark, ['wecom'], people.slice(0, 1000).map(toWecom)),
  ],
  /** A list of three chunks. */
  crowd: (mark: string, people: readonly Person[]) => [
    letter(mark, ['wecom'], people.slice(0, 2050).map(toWecom)),
  ],
  /** As many recipients as a message may have: everybody, on WeCom first. */
  largest: (mark: string, people: readonly Person[]) => [
    letter(mark, ['wecom', 'ding'], [...people.map(toWecom), ...people.map(toDing)].slice(0, 100_000)),
  ],
} as const
export type Traffic = keyof typeof TRAFFIC

export function lettersOf(
  traffic: Traffic,
  mark: string,
  people: readonly Person[],
  policy: Policy,
): Letter[] {
  const letters: Letter[] = TRAFFIC[traffic](mark, people)
  return letters.map((one) => underPolicy(one, policy))
}

export const underPolicy = ({ message, ...rest }: Letter, onAmbiguous: Policy): Letter => ({
  ...rest,
  message: { ...message, onAmbiguous },
})

export function letter(mark: string, accounts: string[], to?: string[]): Letter {
  // In brackets, so that no text is the beginning of another.
  const text = `[${mark}]`
  // Without reads a delivery is final as soon as the platform's result names the person.
  const options = { content: { type: 'text', text }, verify: 'full', reads: 'none' } as const
  return { key: mark, text, message: { accounts, ...(to && { to }), ...options } }
}

const toMobile = ({ mobile }: Person): string => `mobile:${mobile}`
export const toDing = ({ dingtalk }: Person): string => `user:dingtalk:${dingtalk?.userid}`
export const toWecom = ({ wecom }: Person): string => `user:wecom:${wecom?.userid}`
