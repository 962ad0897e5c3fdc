import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { startControlled } from './control/test-kit.ts'
import { limitDeclarations } from './limits.ts'
import { profileDeclarations } from './profiles.ts'
import { chosenCodes } from './wecom/chosen-codes.ts'

const packageFolder = join(import.meta.dirname, '..')

describe.each(['README.md', 'README.en.md'])('%s', (file) => {
  test('has an example of at most fifteen lines that runs', async () => {
    const text = await readFile(join(packageFolder, file), 'utf8')
    const example = text.match(/```ts\n([\s\S]*?)```/)?.[1] ?? ''

    expect(example.trim().split('\n').length).toBeLessThanOrEqual(15)
    const flags = ['--conditions=hongyan-source', '--input-type=module-typescript', '-e', example]
    await promisify(execFile)(process.execPath, flags, { cwd: packageFolder })
  })

  test('lists every control call and no other', async () => {
    const text = await readFile(join(packageFolder, file), 'utf8')
    const control = await startControlled()
    const { body } = await control.get('/')

    const listed = [...text.matchAll(/^\| `(GET|POST|DELETE) (\/[^`?]*)/gm)].map(
      ([, method, path]) => `${method} ${path}`,
    )

    // The index of the control API has this shape; were it another one, the comparison below would fail.
    const calls = (body as { control: { method: string; path: string }[] }).control
    expect(listed).toEqual(calls.map(({ method, path }) => `${method} ${path.replace('/_sandbox', '')}`))
  })
})

test('limits-and-profiles.md lists every limit, every open question and every code of our choice', async () => {
  const limits = limitDeclarations.map(({ name, unit, standard, professional = standard, beyond }) =>
    row(`\`${name}\``, shown(standard), shown(professional), unit, beyond),
  )
  const profiles = profileDeclarations.map(({ name, answers, documented, opposed, why }) =>
    row(`\`${name}\``, answers.map((answer) => `\`${answer}\``).join(' '), documented, opposed, why),
  )
  const choices = Object.entries(chosenCodes).map(([rule, { code, why }]) =>
    row(`\`${rule}\``, String(code), why),
  )
  const page = [
    '# 限制与疑问 · Limits and open questions',
    '',
    'Written by `npx vitest run packages/sandbox/src/readme.test.ts -u`.',
    '',
    '## 限制 Limits',
    '',
    '`POST /_sandbox/limits {"name": value}`；`null` 为关闭 switches one off。',
    '',
    row('名称 name', '标准版 standard', '专业版 professional', '单位 unit', '超出之后 beyond it'),
    row('---', '---', '---', '---', '---'),
    ...limits,
    '',
    '## 疑问 Open questions',
    '',
    '`POST /_sandbox/profile {"profile": {"name": "answer"}}`',
    '',
    row('名称 name', '答案 answers', 'documented', 'opposed', '为什么是疑问 why it is open'),
    row('---', '---', '---', '---', '---'),
    ...profiles,
    '',
    '## 自选的错误码 Codes chosen',
    '',
    '文档要求拒绝而没有给出错误码的情形 What the documents refuse without naming a code：',
    '',
    row('规则 rule', '错误码 code', '文档所说 what the documents say'),
    row('---', '---', '---'),
    ...choices,
    '',
  ].join('\n')

  await expect(page).toMatchFileSnapshot(join(packageFolder, 'limits-and-profiles.md'))
})

test('every open question has two different answers to be run under', () => {
  for (const { name, answers, documented, opposed } of profileDeclarations) {
    expect({ name, known: answers.includes(documented) && answers.includes(opposed) }).toEqual({
      name,
      known: true,
    })
    expect({ name, opposed }).not.toEqual({ name, opposed: documented })
  }
})

function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

function shown(value: number | null): string {
  return value === null ? 'null' : String(value)
}
