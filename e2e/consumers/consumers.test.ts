import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { strayFiles } from '../../scripts/pack.ts'
import { runNode } from '../../scripts/tool.ts'
import {
  type Compilation,
  compile,
  createProject,
  type Installation,
  installPackedPackages,
} from './consumer.ts'

/** What a consumer prints that sent a message on each platform and was refused one call. */
const SENT = { task_id: 'number', msgid: 'string', refusedAs: 'rejected' }

let installation: Installation

beforeAll(async () => {
  installation = await installPackedPackages()
}, 300_000)
afterAll(() => installation?.remove())

async function printed(project: string, file: string): Promise<unknown> {
  const { ok, output } = await runNode([file], project)
  expect(ok, output).toBe(true)
  return JSON.parse(output)
}

test('a package carries nothing of its tests and no source that nothing was built from', () => {
  const files = installation.packed.flatMap((each) => each.files)

  expect(files.filter((file) => /\.test\.|\.conformance\.|\/test-/.test(file))).toEqual([])
  expect(installation.packed.flatMap((each) => strayFiles(each.files))).toEqual([])
})

describe('JavaScript', () => {
  test('a program of ES modules sends with what was packed', async () => {
    const project = await createProject(installation, 'esm', 'module', { 'send.js': 'send-esm.js' })

    expect(await printed(project, 'send.js')).toEqual(SENT)
  })

  test('a CommonJS program sends with what was packed', async () => {
    const project = await createProject(installation, 'commonjs', 'commonjs', {
      'send.js': 'send-commonjs.js',
    })

    expect(await printed(project, 'send.js')).toEqual(SENT)
  })

  test.each([
    ['module', 'dist/esm/index.js', 'import.meta.resolve("@hongyan/NAME")'],
    ['commonjs', 'dist/cjs/index.js', 'require.resolve("@hongyan/NAME")'],
  ])('a program of type %s gets %s, not the sources', async (type, file, resolve) => {
    for (const name of ['platform-call', 'dingtalk', 'wecom', 'sandbox']) {
      const code = `process.stdout.write(${resolve.replace('NAME', name)})`
      const { output } = await runNode([`--input-type=${type}`, '--eval', code], installation.folder)

      expect(output.replaceAll('\\', '/')).toMatch(new RegExp(`/@hongyan/${name}/${file}$`))
    }
  })
})

describe('TypeScript', () => {
  const flavours: [type: 'module' | 'commonjs', how: Compilation][] = [
    ['commonjs', { typescript: '5.9', module: 'commonjs', moduleResolution: 'node10' }],
    ['module', { typescript: '5.9', module: 'node16', moduleResolution: 'node16' }],
    ['commonjs', { typescript: '5.9', module: 'node16', moduleResolution: 'node16' }],
    ['module', { typescript: '5.9', module: 'nodenext', moduleResolution: 'nodenext' }],
    ['commonjs', { typescript: '5.9', module: 'nodenext', moduleResolution: 'nodenext' }],
    ['module', { typescript: '7', module: 'nodenext', moduleResolution: 'nodenext' }],
    ['commonjs', { typescript: '7', module: 'nodenext', moduleResolution: 'nodenext' }],
    ['module', { typescript: '7', module: 'esnext', moduleResolution: 'bundler' }],
  ]

  test.each(
    flavours.map(([type, how]) => ({
      type,
      how,
      title: `${how.typescript} ${how.moduleResolution} ${type}`,
    })),
  )('$title accepts a correct program and runs it, and refuses a wrong one', async ({ type, how, title }) => {
    const files = { 'send.ts': 'send.ts', 'wrong.ts': 'wrong.ts' }
    const project = await createProject(installation, title.replaceAll(' ', '-'), type, files)

    const complaints = (await compile(project, how)).trim().split(/\r?\n/)

    expect(complaints).toEqual([
      expect.stringMatching(/^wrong\.ts\(7,.*TS2322/),
      expect.stringMatching(/^wrong\.ts\(8,.*TS2322/),
      expect.stringMatching(/^wrong\.ts\(9,.*TS2322/),
      expect.stringMatching(/^wrong\.ts\(10,.*TS2322/),
    ])
    expect(await printed(project, 'send.js')).toEqual(SENT)
  })
})
