import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'

const PACKAGE = fileURLToPath(new URL('..', import.meta.url))
const ROOT = join(PACKAGE, '../..')

/** The compiler's complaints about a program that stands where a user's would; git ignores the folder. */
async function complaintsOf(program: string): Promise<string> {
  await mkdir(join(PACKAGE, '.hongyan'), { recursive: true })
  const folder = await mkdtemp(join(PACKAGE, '.hongyan/readme-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'program.ts'), program)
  const project = { extends: join(ROOT, 'tsconfig.json'), include: ['program.ts'] }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(project))
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc')
  return new Promise((resolve) => {
    execFile(process.execPath, [compiler, '-p', folder], (_error, stdout, stderr) => resolve(stdout + stderr))
  })
}

async function programIn(readme: string): Promise<string> {
  const text = await readFile(join(PACKAGE, readme), 'utf8')
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code).join('\n')
}

it.each(['README.md', 'README.en.md'])('the program in %s compiles as it stands', async (readme) => {
  const program = await programIn(readme)

  expect(program).toContain('messages.send')
  expect(await complaintsOf(program)).toBe('')
})

it.each([
  [`{ to: ['mobile:13800000001'], content: { type: 'text', text: 'x' } }`, 'accounts'],
  [`{ accounts: ['a'], content: { type: 'image' } }`, 'image'],
  [`{ accounts: ['a'], content: { type: 'text', text: 'x' }, lane: 'fast' }`, 'fast'],
  [`{ accounts: ['a'], content: { type: 'text', text: 'x' }, onrepeat: 'send' }`, 'onrepeat'],
])('a wrong message does not compile: %s', async (message, named) => {
  const program = `import { createHongyan } from '@hongyan/client'\nawait createHongyan({ url: '' }).messages.send(${message})`

  const complaints = await complaintsOf(program)

  expect(complaints).toContain('error TS')
  expect(complaints).toContain(named)
})
