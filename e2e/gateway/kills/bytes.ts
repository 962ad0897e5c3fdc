import { type Request, SENDING } from './sandbox.ts'

/** How many bodies the platforms have seen more than once: attempts that were repeated byte for byte. */
export function identicalRepeats(sends: readonly Request[]): number {
  const seen = Map.groupBy(sends, ({ path, bodySha256 }) => `${path} ${bodySha256}`)
  return [...seen.values()].filter(({ length }) => length > 1).length
}

/** Whoever is named twice with one text is named in equal bytes: a replay repeats them, members included. */
export function rebatched(sends: readonly Request[]): string[] {
  const bodies = new Map<string, Request>()
  const problems: string[] = []
  for (const send of sends) {
    for (const person of peopleIn(send)) {
      const place = `${send.path} ${person} ${textOf(send.body)}`
      const before = bodies.get(place)
      if (before && before.bodySha256 !== send.bodySha256) problems.push(`${place} is in two calls`)
      bodies.set(place, send)
    }
  }
  return problems
}

function peopleIn({ path, body }: Request): string[] {
  const way = SENDING.find((known) => known.path === path)
  if (way?.people === undefined) return ['the group']
  const { people, between } = way
  return fieldsOf(body).flatMap(([name, value]) =>
    name === people ? String(value).toLowerCase().split(between) : [],
  )
}

/** The mark between brackets, which each letter has for itself. */
const textOf = (body: unknown): string => /\[[^\]"]+\]/.exec(JSON.stringify(body))?.[0] ?? ''

const fieldsOf = (body: unknown): [string, unknown][] =>
  typeof body === 'object' && body !== null ? Object.entries(body) : []
