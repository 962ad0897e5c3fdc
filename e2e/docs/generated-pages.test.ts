import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MOVES, PROBLEMS, REASONS, STATES } from '@hongyan/contract'
import { describe, expect, test } from 'vitest'
import { ROOT } from '../../scripts/workspace.ts'

const page = (name: string): Promise<string> => readFile(join(ROOT, 'docs', name), 'utf8')

describe('docs/states.md', () => {
  test('draws every move that the store allows once, and no other', async () => {
    const arrows = [...(await page('states.md')).matchAll(/^ {2}(\w+) --> (\w+)$/gm)].map(
      ([, from, to]) => `${from} ${to}`,
    )

    const moves = STATES.flatMap((from) => MOVES[from].map((to) => `${from} ${to}`))
    expect(arrows.sort()).toEqual(moves.sort())
  })
})

describe('docs/errors.md', () => {
  test('explains every code of the contract once, and no other', async () => {
    const rows = [...(await page('errors.md')).matchAll(/^\| \S+ \| `(\w+)` \|/gm)].map(([, code]) => code)

    expect(rows.sort()).toEqual([...Object.keys(PROBLEMS), ...Object.keys(REASONS)].sort())
  })
})
