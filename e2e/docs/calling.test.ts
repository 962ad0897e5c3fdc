import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hongyan, type RunningCommand } from '../../apps/cli/src/test-command.ts'
import { ROOT } from '../../scripts/workspace.ts'

const run = promisify(execFile)

interface Program {
  /** As its fence on the page is marked. */
  readonly language: string
  readonly file: string
  /** What runs the file. */
  readonly command: readonly [string, ...string[]]
  /** Shows that the language is installed. */
  readonly probe: readonly [string, ...string[]]
}

const PROGRAMS: readonly Program[] = [
  { language: 'sh', file: 'call.sh', command: ['sh'], probe: ['curl', '--version'] },
  { language: 'python', file: 'call.py', command: ['python3'], probe: ['python3', '--version'] },
  { language: 'java', file: 'Main.java', command: ['java'], probe: ['javac', '-version'] },
  { language: 'go', file: 'main.go', command: ['go', 'run'], probe: ['go', 'version'] },
  { language: 'php', file: 'call.php', command: ['php'], probe: ['php', '-r', 'curl_init();'] },
  {
    language: 'ts',
    file: 'call.ts',
    command: [process.execPath, '--conditions=hongyan-source'],
    probe: [process.execPath, '--version'],
  },
]

const isInstalled = ({ probe: [program, ...args] }: Program): boolean => spawnSync(program, args).status === 0

let folder: string
let up: RunningCommand
let environment: Record<string, string>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hongyan-calling-'))
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction')
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  const data = { HONGYAN_DATA: join(folder, 'data') }
  up = hongyan(['up', '--sandbox', '--sandbox-port', '0', '--port', '0'], data)
  const url = /http:\/\/127\.0\.0\.1:\d+(?=\/docs)/.exec(await up.shows('curl'))?.[0] ?? ''
  const { out } = await hongyan(['keys', 'create', '--client', 'oa', '--scope', 'send', '--json'], data).ended
  environment = { HONGYAN_URL: url, HONGYAN_API_KEY: JSON.parse(out).key, NO_PROXY: '*', no_proxy: '*' }
})

afterAll(async () => {
  up.child.kill('SIGKILL')
  await up.ended
  await rm(folder, { recursive: true })
})

/** The answer that the page's program in a language prints; below it the status, but our own client prints none. */
async function runProgram({ language, file, command: [program, ...args] }: Program) {
  const page = await readFile(join(ROOT, 'docs', 'calling.md'), 'utf8')
  const source = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'ms').exec(page)?.[1] ?? ''
  await writeFile(join(folder, file), source)
  const env = { ...process.env, ...environment }
  const { stdout } = await run(program, [...args, file], { cwd: folder, env })
  const [answer = '', status] = stdout.trim().split('\n')
  return { id: JSON.parse(answer).id, status }
}

test('the programs of all installed languages are accepted, and by their key are one message', async () => {
  const programs = PROGRAMS.filter(isInstalled)

  const answers = []
  for (const program of programs) {
    answers.push({ language: program.language, ...(await runProgram(program)) })
  }

  const [first] = answers
  expect(first?.id).toMatch(/^[0-9a-f-]{36}$/)
  const expected = programs.map(({ language }) => ({
    language,
    id: first?.id,
    status: language === 'ts' ? undefined : '202',
  }))
  expect(answers).toEqual(expected)
  // Node runs this test, so that at least one other than it should be there.
  expect(programs.length).toBeGreaterThan(1)
})

test.each(['README.md', 'README.en.md'])(
  'the curl line of %s works as typed, without a key',
  async (name) => {
    const page = await readFile(join(ROOT, name), 'utf8')
    const typed = /^curl -s http:\/\/127\.0\.0\.1:4180\/v1\/messages .*?'\n {2}.*?'$/ms.exec(page)?.[0] ?? ''
    const here = typed.replace('http://127.0.0.1:4180', environment.HONGYAN_URL ?? '')

    const { stdout } = await run('sh', ['-c', here], { env: { ...process.env, ...environment } })

    expect(JSON.parse(stdout)).toMatchObject({ recipients: 1 })
  },
)
