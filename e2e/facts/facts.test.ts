import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { areaOf, factPlatforms, loadFacts, parseFacts } from './facts.ts'
import { coverage } from './prove.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const row = {
  id: 'dingtalk.token.code.1',
  kind: 'code',
  title: 'A code',
  literal: { code: 1, text: 'no' },
  confidence: 'doc',
  page: { title: '全局错误码', date: '2026-05-06' },
}

describe('a file of facts', () => {
  test('is read as it stands', () => {
    expect(parseFacts(JSON.stringify([row]), 'a.json')).toEqual([row])
  })

  test.each([
    ['confidence', { ...row, confidence: 'docs' }, 'must be one of doc, captured'],
    ['reason', { ...row, reason: 'later' }, 'must be one of ISV only'],
    ['title', { ...row, title: '' }, 'must be a text'],
    ['text', { ...row, literal: { code: 1 } }, 'must be a text'],
    ['page.date', { ...row, page: { title: 'x', date: 'today' } }, 'must be a year, month or day'],
    ['note', { ...row, note: 'x' }, 'is no field of a row'],
  ])('is refused for a wrong %s, naming file, row and field', (field, wrong, complaint) => {
    expect(() => parseFacts(JSON.stringify([wrong]), 'a.json')).toThrow(
      `a.json, row "dingtalk.token.code.1", ${field}: ${complaint}`,
    )
  })

  test('has every id once', () => {
    expect(() => parseFacts(JSON.stringify([row, row]), 'a.json')).toThrow('id: stands here twice')
  })
})

test('coverage names rows without proof, rows with reason and proof, and proofs without a row', () => {
  const [fact] = parseFacts(JSON.stringify([row]), 'a.json')
  if (!fact) throw new Error('No row')
  const rows = [
    { ...fact, id: 'a.b.proven' },
    { ...fact, id: 'a.b.excused', reason: 'ISV only' as const },
    { ...fact, id: 'a.b.forgotten' },
    { ...fact, id: 'a.b.both', reason: 'undocumented' as const },
  ]

  expect(coverage(rows, new Set(['a.b.proven', 'a.b.both', 'a.b.gone']))).toEqual({
    withoutProofOrReason: ['a.b.forgotten'],
    withReasonAndProof: ['a.b.both'],
    withoutRow: ['a.b.gone'],
  })
})

describe.each(factPlatforms)('the facts of %s', (platform) => {
  const facts = loadFacts(platform)

  test('have ids that begin with the platform and name their kind', () => {
    const astray = facts.filter(({ id, kind }) => !id.startsWith(`${platform}.`) || kindIn(id) !== kind)

    expect(astray.map(({ id }) => id)).toEqual([])
  })

  test('are proven by one suite for each area', () => {
    const suites = filesBelow(join(root, 'e2e/facts'))
      .filter((file) => file.endsWith('.facts.test.ts'))
      .flatMap((file) =>
        [...readFileSync(file, 'utf8').matchAll(/proveFacts\('([^']+)'/g)].map(([, area]) => area),
      )
      .filter((area) => area?.startsWith(`${platform}.`))

    expect(suites.sort()).toEqual([...new Set(facts.map(areaOf))].sort())
  })
})

test('no client, simulator or program knows these files', () => {
  const sources = ['packages', 'apps'].flatMap((folder) => filesBelow(join(root, folder)))
  const knowing = sources.filter((file) => readFileSync(file, 'utf8').includes(['e2e', 'facts'].join('/')))

  expect(sources.length).toBeGreaterThan(10)
  expect(knowing.map((file) => relative(root, file))).toEqual([])
})

/** Ids say `type` where the kind is called `message_type`. */
function kindIn(id: string): string | undefined {
  const word = id.split('.')[2]
  return word === 'type' ? 'message_type' : word
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name !== 'node_modules' && name !== 'dist')
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesBelow(path) : [path]))
}
