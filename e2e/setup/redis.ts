import { execFile, spawn } from 'node:child_process'
import { access, constants, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { freePort } from './free-port.ts'

/** A real Redis of one's own. */
export interface RunningRedis {
  /** For `createClient({ url })`. */
  readonly url: string
  /** Ends the server and removes its directory. */
  stop(): Promise<void>
}

/** Nothing on disk. */
const MEMORY_ONLY: readonly string[] = ['--save', '', '--appendonly', 'no']

/** Starts a redis-server on a free loopback port, which keeps nothing on disk unless told. It ends with this process at the latest. */
export async function startRedis(persistence: readonly string[] = MEMORY_ONLY): Promise<RunningRedis> {
  const program = await findRedisServer()
  const directory = await mkdtemp(join(tmpdir(), 'hongyan-redis-'))
  try {
    const { port, end } = await startOnFreePort(program, ['--dir', directory, ...persistence])
    return {
      url: `redis://127.0.0.1:${port}`,
      stop: async () => {
        await end()
        await rm(directory, { recursive: true, force: true })
      },
    }
  } catch (error) {
    await rm(directory, { recursive: true, force: true })
    throw error
  }
}

/** Where to look, as far as it differs between machines. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv
  /** Installs Redis by the system's packages; rejects where that cannot be done. */
  readonly install: () => Promise<void>
}

/** The variable, then PATH, then an installation as root, else an error that says what to do. */
export async function findRedisServer(
  surroundings: Surroundings = { env: process.env, install: installByApt },
): Promise<string> {
  const named = surroundings.env.HONGYAN_REDIS_SERVER
  if (named) {
    if (await isExecutable(named)) return named
    throw new Error(
      `HONGYAN_REDIS_SERVER 指向的 ${named} 不是可执行文件。HONGYAN_REDIS_SERVER names ${named}, which is no program that can be run.`,
    )
  }
  const found = await findOnPath(surroundings.env.PATH)
  if (found) return found
  let failure: unknown
  await surroundings.install().catch((error: unknown) => {
    failure = error
  })
  const installed = await findOnPath(surroundings.env.PATH)
  if (installed) return installed
  throw new Error(NO_REDIS, { cause: failure })
}

const NO_REDIS =
  '这些测试需要真实的 redis-server，但没有找到，也无法自动安装。请安装 Redis，或用环境变量 HONGYAN_REDIS_SERVER 指定程序路径。' +
  'These tests need a real redis-server; none was found and none could be installed. Install Redis, or name the program in HONGYAN_REDIS_SERVER.'

async function findOnPath(path = ''): Promise<string | undefined> {
  for (const directory of path.split(delimiter).filter(Boolean)) {
    const program = join(directory, 'redis-server')
    if (await isExecutable(program)) return program
  }
  return undefined
}

const isExecutable = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  )

/** Test files run at once, and apt does not wait for itself: the lock lets one install while the others wait. */
async function installByApt(): Promise<void> {
  if (process.getuid?.() !== 0) throw new Error('not root')
  const install = 'command -v redis-server || { apt-get update && apt-get install -y redis-server; }'
  await promisify(execFile)('flock', [join(tmpdir(), 'hongyan-apt.lock'), 'sh', '-c', install], {
    // RUNLEVEL 1 keeps the package from starting a server of its own.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  })
}

interface StartedServer {
  readonly port: number
  readonly end: () => Promise<void>
}

/** Somebody may take the port between finding it free and using it; three tries make that improbable. */
async function startOnFreePort(program: string, settings: readonly string[]): Promise<StartedServer> {
  for (let triesLeft = 2; ; triesLeft--) {
    const port = await freePort()
    try {
      return { port, end: await startServer(program, settings, port) }
    } catch (error) {
      if (triesLeft === 0) throw error
    }
  }
}

function startServer(
  program: string,
  settings: readonly string[],
  port: number,
): Promise<() => Promise<void>> {
  const server = spawn(program, ['--bind', '127.0.0.1', '--port', String(port), ...settings], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const killWithUs = () => server.kill('SIGKILL')
  process.once('exit', killWithUs)
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()))
  const said: string[] = []
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    createInterface({ input: server.stdout }).on('line', (line) => {
      said.push(line)
      if (!line.includes('Ready to accept connections')) return
      resolve(() => {
        process.off('exit', killWithUs)
        server.kill()
        return ended
      })
    })
    void ended.then(() => {
      process.off('exit', killWithUs)
      reject(new Error(`redis-server did not start:\n${said.join('\n')}`))
    })
  })
}
