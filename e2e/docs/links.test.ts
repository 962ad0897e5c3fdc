import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT } from '../../scripts/workspace.ts'

/** Pages for people who use or read the project. */
const PAGES = [
  'README.md',
  'README.en.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

/** What a page links to inside the repository, as paths from its root. */
function linkedFiles(page: string): string[] {
  const links = [...readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\(([^)\s]+)\)/g)].map(
    ([, target]) => target ?? '',
  )
  return links
    .filter((target) => !/^(?:https?:|#)/.test(target))
    .map((target) => join(dirname(page), target.split('#')[0] ?? ''))
}

const isThere = (path: string): boolean => statSync(join(ROOT, path), { throwIfNoEntry: false }) !== undefined

describe('pages', () => {
  test.each(PAGES)('%s links to files that exist', (page) => {
    expect(linkedFiles(page).filter((path) => !isThere(path))).toEqual([])
  })

  test('the reading path names, in order, every room that a message passes through', () => {
    const rooms = linkedFiles('docs/reading-path.md').map((path) =>
      path.replace(/^apps\/gateway\/src\//, '').replace(/\/[^/]+$/, ''),
    )

    const firstSeen = [...new Set(rooms)]
    expect(firstSeen.slice(0, 9)).toEqual([
      'packages/contract/src',
      'http',
      'messages',
      'deliveries',
      'channels',
      'channels/dingtalk',
      'packages/dingtalk/src',
      'packages/platform-call/src',
      'tracking',
    ])
  })
})
