import { describe, expect, test } from 'vitest'
import { Bench, type Proof, profileSets } from './bench.ts'
import { areaOf, type Fact, type FactPlatform, factPlatforms, loadFacts } from './facts.ts'

/** Registers the proof of one row under its id. */
export interface Prove {
  /** Holds whatever the open questions are answered. */
  (id: string, proof: Proof): void
  /** Holds under these answers to open questions. */
  under(answers: Record<string, string>, id: string, proof: Proof): void
  /** Is itself an open question: each answer has its proof. */
  open(question: string, id: string, proofs: Record<string, Proof>): void
}

/** Proves the rows of one area, and that none of them is without proof or reason. */
export function proveFacts(area: string, register: (fact: Prove) => void): void {
  const facts = new Map(loadFacts(platformOf(area)).map((fact) => [fact.id, fact]))
  const proven = new Set<string>()

  describe(area, () => {
    const fact: Prove = (id, proof) => add(id, {}, proof)
    fact.under = (answers, id, proof) => add(id, answers, proof)
    fact.open = (question, id, proofs) => {
      for (const [answer, proof] of Object.entries(proofs)) add(id, { [question]: answer }, proof)
    }
    register(fact)

    test('every row is proven or carries a reason, and no proof is without a row', () => {
      expect(
        coverage(
          [...facts.values()].filter((row) => areaOf(row) === area),
          proven,
        ),
      ).toEqual({
        withoutProofOrReason: [],
        withReasonAndProof: [],
        withoutRow: [],
      })
    })
  })

  function add(id: string, answers: Record<string, string>, proof: Proof): void {
    proven.add(id)
    const row = facts.get(id)
    if (!row) return
    const choice = Object.entries(answers).map(([question, answer]) => `, ${question}=${answer}`)
    for (const set of profileSets) {
      test(`${id}: ${row.title} (${set}${choice.join('')})`, () => Bench.run(row, set, answers, proof))
    }
  }
}

/** What is wrong between rows and proofs; three empty lists if nothing is. */
export function coverage(rows: readonly Fact[], proven: ReadonlySet<string>) {
  const ids = new Set(rows.map(({ id }) => id))
  return {
    withoutProofOrReason: rows.filter((row) => !row.reason && !proven.has(row.id)).map(({ id }) => id),
    withReasonAndProof: rows.filter((row) => row.reason && proven.has(row.id)).map(({ id }) => id),
    withoutRow: [...proven].filter((id) => !ids.has(id)),
  }
}

function platformOf(area: string): FactPlatform {
  const platform = factPlatforms.find((name) => area.startsWith(`${name}.`))
  if (!platform) throw new Error(`No platform has the area ${area}`)
  return platform
}
