import { once } from 'node:events'
import { access, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { settings } from '../../apps/gateway/src/config.ts'
import { runNpm } from '../../scripts/tool.ts'
import { ROOT } from '../../scripts/workspace.ts'
import {
  createImageTree,
  type ImageTree,
  type Instruction,
  linesOf,
  makeFolders,
  readDockerfile,
  wordsOf,
} from './image.ts'

/*
 * The steps of the Dockerfile, taken from it and run without a container engine: by a user without privileges, on a
 * tree that nobody can write. Building the image itself needs an engine and is not tested.
 */

let file: Instruction[]
let tree: ImageTree

beforeAll(async () => {
  file = await readDockerfile()
  tree = await createImageTree()
})
afterAll(() => tree.remove())

/** The image's environment, its folders lying here; listens on this machine only. */
function environment(): Record<string, string> {
  const set = linesOf(file, 'ENV').map((line) => line.split('=') as [string, string])
  const here = set.map(([name, value]) => [
    name,
    value.replace(/^\/data/, tree.data).replace(/^\/keys/, tree.keys),
  ])
  return { ...Object.fromEntries(here), HONGYAN_HOST: '127.0.0.1', HONGYAN_PORT: '0', HONGYAN_LANG: 'en' }
}

describe('the Dockerfile', () => {
  test('installs by a command that the lock file satisfies', async () => {
    const [install = ''] = linesOf(file, 'RUN').filter((line) => line.startsWith('npm '))

    const dry = ['--dry-run', '--offline', '--loglevel=warn']
    const { ok, output } = await runNpm([...install.split(' ').slice(1), ...dry], tree.app)

    expect(output).not.toContain('Unknown cli config')
    expect(ok).toBe(true)
  })

  test('starts a gateway that is healthy, writes outside its own tree only, and ends with 0 when told to', async () => {
    const [folders = ''] = linesOf(file, 'RUN').filter((line) => line.startsWith('install '))
    await makeFolders(folders, tree)
    const command = [...wordsOf(linesOf(file, 'ENTRYPOINT')[0]), ...wordsOf(linesOf(file, 'CMD')[0])]
    const env = environment()

    const gateway = tree.start(command, env)
    const url = await shown(gateway, /http:\/\/127\.0\.0\.1:\d+/)
    const health = wordsOf(linesOf(file, 'HEALTHCHECK')[0])
    const check = tree.start(health, { ...env, HONGYAN_PORT: new URL(url).port })
    const [healthy] = await once(check, 'exit')
    gateway.kill('SIGTERM')
    const [ended] = await once(gateway, 'exit')

    expect({ healthy, ended }).toEqual({ healthy: 0, ended: 0 })
    await access(join(tree.data, 'hongyan', 'local.json'))
    expect((await stat(join(tree.keys, 'hongyan.key'))).mode & 0o777).toBe(0o600)
    const writer = tree.start(['node', '-e', 'require("fs").writeFileSync("package.json", "")'], env)
    expect(await once(writer, 'exit')).not.toEqual([0, null])
  })

  test('fails its health check where no gateway answers', async () => {
    const health = wordsOf(linesOf(file, 'HEALTHCHECK')[0])

    const check = tree.start(health, { HONGYAN_PORT: '1' })

    expect(await once(check, 'exit')).toEqual([1, null])
  })

  test('runs as a user without privileges', () => {
    expect(linesOf(file, 'USER')).toEqual(['node'])
  })
})

test('Dockerfile and compose.yaml set nothing that the gateway does not know', async () => {
  const texts = await Promise.all(
    ['Dockerfile', 'compose.yaml'].map((name) => readFile(join(ROOT, name), 'utf8')),
  )

  const set = new Set(texts.join('\n').match(/HONGYAN_\w+/g))

  const known: string[] = Object.values(settings).map(({ env }) => env)
  expect([...set].filter((name) => !known.includes(name))).toEqual([])
  expect(set.size).toBeGreaterThan(3)
})

/** What a program prints that matches, as soon as it has; rejects if it ends without. */
function shown(program: ReturnType<ImageTree['start']>, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = ''
    for (const stream of [program.stdout, program.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        printed += chunk.toString()
        const found = pattern.exec(printed)
        if (found) resolve(found[0])
      })
    }
    program.on('exit', (code) => reject(new Error(`ended with ${code}:\n${printed}`)))
  })
}
