import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'

const PACKAGE = fileURLToPath(new URL('..', import.meta.url))
const ROOT_TSCONFIG = join(PACKAGE, '..', '..', 'tsconfig.json')
const tsc = join(createRequire(import.meta.url).resolve('typescript/package.json'), '..', 'bin', 'tsc')

it('every example of the README compiles', async () => {
  const readme = await readFile(join(PACKAGE, 'README.md'), 'utf8')
  const examples = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code)
  // Inside the package, so that imports resolve as they do for its users.
  const folder = await mkdtemp(join(PACKAGE, 'readme-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await Promise.all(examples.map((code, index) => writeFile(join(folder, `example-${index}.ts`), code)))
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: ROOT_TSCONFIG, include: ['*.ts'], compilerOptions: { noUnusedLocals: true } }),
  )

  const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', folder]).catch(
    (failure) => failure,
  )

  expect(stdout).toBe('')
  expect(examples).toHaveLength(3)
})
