import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandFile, runNode } from '../../scripts/tool.ts'
import { ROOT } from '../../scripts/workspace.ts'

/*
 * Our own rules are GritQL plugins of Biome. Each is shown a wrong line in a workspace that has only our configuration,
 * because a pattern that matches nothing would pass every tree.
 */

const ARROW = 'This package must not know that one'
const BORDER = 'A relative import must not leave its package'
const TIME = "Only clock.ts reads the machine's time"

let workspace: string

beforeAll(() => {
  workspace = mkdtempSync(join(tmpdir(), 'hongyan-rules-'))
  for (const part of ['biome.json', '.gitignore', 'scripts/rules']) {
    cpSync(join(ROOT, part), join(workspace, part), { recursive: true })
  }
})
afterAll(() => rmSync(workspace, { recursive: true, force: true }))

/** What our plugins say of one line of code if it stood in that file. */
async function complaints(file: string, code: string): Promise<string[]> {
  const path = join(workspace, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${code}\n`)
  const output = await lint(file, workspace)
  rmSync(path)
  expect(output).toContain('Checked 1 file')
  return messagesOfPlugins(output)
}

async function lint(path: string, folder: string): Promise<string> {
  const biome = commandFile('@biomejs/biome', 'biome')
  const args = [biome, 'lint', '--reporter=concise', '--max-diagnostics=none', path]
  return (await runNode(args, folder)).output
}

const messagesOfPlugins = (output: string): string[] =>
  [...output.matchAll(/: plugin: (.+)$/gm)].map(([, message]) => message ?? '')

describe('arrows between packages', () => {
  test.each([
    ['packages/platform-call/src/a.ts', "import '@hongyan/dingtalk'"],
    ['packages/dingtalk/src/a.ts', "import { startSandbox } from '@hongyan/sandbox'"],
    ['packages/dingtalk/src/a.ts', "import type { Wecom } from '@hongyan/wecom'"],
    ['packages/wecom/src/deep/a.ts', "export * from '@hongyan/gateway'"],
    ['packages/wecom/src/a.ts', "export const cli = await import('@hongyan/cli')"],
    ['packages/wecom/src/a.ts', "export type Sandbox = import('@hongyan/sandbox').Sandbox"],
    ['packages/sandbox/src/a.ts', "export const ground = require('@hongyan/platform-call')"],
    ['packages/sandbox/src/dingtalk/a.ts', "import '@hongyan/dingtalk'"],
  ])('%s may not say: %s', async (file, code) => {
    expect(await complaints(file, code)).toEqual([expect.stringContaining(ARROW)])
  })

  test.each([
    ['packages/dingtalk/src/a.ts', "import { createCaller } from '@hongyan/platform-call'"],
    ['packages/dingtalk/src/a.test.ts', "import { startSandbox } from '@hongyan/sandbox'"],
    ['packages/dingtalk/src/test-kit.ts', "import { startSandbox } from '@hongyan/sandbox'"],
    ['packages/platform-call/src/a.ts', "export const BRAND = Symbol.for('@hongyan/platform-call.error')"],
    ['apps/cli/src/a.ts', "import { startSandbox } from '@hongyan/sandbox'"],
  ])('%s may say: %s', async (file, code) => {
    expect(await complaints(file, code)).toEqual([])
  })
})

describe('borders of packages', () => {
  test.each([
    ['packages/dingtalk/src/a.ts', "import '../../wecom/src/index.ts'"],
    ['packages/dingtalk/src/a.test.ts', "import '../../sandbox/src/index.ts'"],
    ['packages/wecom/src/a.ts', "import { serveHttp } from '../../../e2e/setup/loopback.ts'"],
    ['packages/sandbox/src/wecom/a.ts', "export * from '../../../wecom/src/limits.ts'"],
    ['packages/sandbox/src/wecom/deep/a.ts', "import type { A } from '../../../../wecom/src/limits.ts'"],
    [
      'apps/cli/src/demo/a.ts',
      "export const wecom = await import('./../../../../packages/wecom/src/index.ts')",
    ],
  ])('%s may not say: %s', async (file, code) => {
    expect(await complaints(file, code)).toEqual([expect.stringContaining(BORDER)])
  })

  test.each([
    ['packages/dingtalk/src/a.ts', "import manifest from '../package.json' with { type: 'json' }"],
    ['packages/sandbox/src/wecom/deep/a.ts', "import '../../world.ts'"],
    ['packages/wecom/src/a.test.ts', "import { serveHttp } from '../../../e2e/setup/loopback.ts'"],
    [
      'packages/sandbox/src/wecom/test-kit.ts',
      "import { serveHttp } from '../../../../e2e/setup/loopback.ts'",
    ],
  ])('%s may say: %s', async (file, code) => {
    expect(await complaints(file, code)).toEqual([])
  })
})

describe("the machine's time", () => {
  test.each([
    'export const at = Date.now()',
    'export const source = { now: Date.now }',
    'export const at = new Date()',
    'export const at = Date()',
    'export const { now } = Date',
    'export const at = globalThis.Date.now()',
    'export const startedAt = performance.now()',
    'export const startedAt = process.hrtime.bigint()',
    "import { hrtime } from 'node:process'\nexport const startedAt = hrtime()",
    "export { performance as watch } from 'node:perf_hooks'",
  ])('only clock.ts may say: %s', async (code) => {
    expect(await complaints('packages/sandbox/src/wecom/tokens.ts', code)).toContainEqual(
      expect.stringContaining(TIME),
    )
    expect(await complaints('apps/cli/src/main.ts', code)).toContainEqual(expect.stringContaining(TIME))
    expect(await complaints('packages/platform-call/src/clock.ts', code)).toEqual([])
    expect(await complaints('packages/sandbox/src/clock.ts', code)).toEqual([])
  })

  test('an instant that is given may be turned into a date anywhere', async () => {
    const code =
      'export const day = (at: number) => [new Date(at), Date.UTC(2026, 0, 1), Date.parse("2026-01-01")]'

    expect(await complaints('packages/sandbox/src/wecom/tokens.ts', code)).toEqual([])
  })
})

test('the tree keeps every rule', async () => {
  const output = await lint('.', ROOT)

  expect(output).toMatch(/Checked \d{2,} files/)
  expect(messagesOfPlugins(output)).toEqual([])
})
