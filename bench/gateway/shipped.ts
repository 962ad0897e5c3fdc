import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'
import { startProgram } from '../../e2e/gateway/kills/program.ts'
import { type RunningPostgres, startPostgres } from '../../e2e/setup/postgres.ts'
import { sendAll } from '../load.ts'

export type StoreName = 'sqlite' | 'postgres'

/** Where gateways keep their data; on PostgreSQL several may share it. */
export interface Place {
  readonly env: NodeJS.ProcessEnv
  remove(): Promise<void>
}

export const openPlace = async (store: StoreName): Promise<Place> =>
  openPlaceOn(store === 'postgres' ? await startPostgres() : undefined)

/** In a database of its own on this server, which ends with the place; without one in SQLite. */
export async function openPlaceOn(postgres: RunningPostgres | undefined): Promise<Place> {
  const directory = await mkdtemp(join(tmpdir(), 'hongyan-bench-'))
  return {
    env: {
      HONGYAN_DATA: join(directory, 'data'),
      ...(postgres && { HONGYAN_DATABASE_URL: await postgres.createDatabase() }),
    },
    async remove() {
      await postgres?.stop()
      await rm(directory, { recursive: true })
    },
  }
}

/** The shipped command on a place, with one account whose platform is the stub. */
export interface ShippedGateway {
  readonly url: string
  /** From the start of the process to its first "ready". Unit: ms. */
  readonly readyMs: number
  /** Resolves when all have been answered 202; each is a message of its own to one person. */
  post(count: number, connections: number, first?: number): Promise<void>
  /** One message in lane bulk to so many people. */
  postList(people: number): Promise<void>
  /** Resolves once at least so many wait to be sent. */
  untilWaiting(people: number): Promise<void>
  /** Sets the account's seats, hence its 200 person-times a day for each: few hold everything back, many let it go. */
  setSeats(seats: number): Promise<void>
  /** Bytes of memory that its process holds. */
  residentBytes(): Promise<number>
  stop(): Promise<void>
}

const ACCOUNT = 'bench'
/** 企业微信「访问频率限制」, 2023-08-28: person-times a day for each seat. */
export const PERSON_TIMES_PER_SEAT = 200
/** Far more than any benchmark sends in a day. */
export const MANY_SEATS = 1_000_000

export async function startShipped(
  place: Place,
  stubUrl: string,
  env: NodeJS.ProcessEnv = {},
): Promise<ShippedGateway> {
  const startedAt = performance.now()
  const program = await startProgram(['up'], {
    ...place.env,
    HONGYAN_PORT: '0',
    HONGYAN_SANDBOX_URL: stubUrl,
    HONGYAN_REQUESTS_PER_SECOND: '1000000',
    ...env,
  })
  const { url } = program
  const readyMs = performance.now() - startedAt
  await addAccount(url)
  let count = 0
  return {
    url,
    readyMs,
    async post(messages, connections, first = count) {
      count = first
      const pool = new Pool(url, { connections, pipelining: 1 })
      await sendAll(messages, connections, () => postMessage(pool, count++))
      await pool.close()
    },
    postList: (people) => call(url, 'POST', '/v1/messages', listBody(people)),
    async untilWaiting(people) {
      while ((await figure(url, 'hongyan_waiting_deliveries')) < people) await sleep(LOOK_EVERY_MS)
    },
    setSeats: (seats) => call(url, 'PATCH', `/v1/accounts/${ACCOUNT}`, { options: { seats } }),
    residentBytes: () => figure(url, 'hongyan_resident_memory_bytes'),
    async stop() {
      await program.kill('SIGTERM')
    },
  }
}

/** The person and the text differ from message to message, as in a system that notifies single people. */
function messageBody(count: number): string {
  return JSON.stringify({
    accounts: [ACCOUNT],
    to: [`user:u${count}`],
    content: { type: 'text', text: `您的第 ${count} 张报销单已通过，预计三个工作日内到账。` },
  })
}

const listBody = (people: number): object => ({
  accounts: [ACCOUNT],
  lane: 'bulk',
  to: Array.from({ length: people }, (_, n) => `user:u${n}`),
  content: { type: 'text', text: '系统将于今晚 22:00 停机维护，预计一小时。' },
})

/** Unit: ms. */
const LOOK_EVERY_MS = 200

/** The sum of a metric's samples. */
async function figure(url: string, metric: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text()
  const samples = metrics.matchAll(new RegExp(`^${metric}(?:\\{.*\\})? (\\d+)$`, 'gm'))
  return [...samples].reduce((sum, [, value]) => sum + Number(value), 0)
}

const HEADERS = { 'content-type': 'application/json' }

/** @throws unless the answer is 202. */
export async function postMessage(pool: Pool, count: number): Promise<void> {
  const headers = { ...HEADERS, 'idempotency-key': `bench-${count}` }
  const answer = await pool.request({
    method: 'POST',
    path: '/v1/messages',
    headers,
    body: messageBody(count),
  })
  const text = await answer.body.text()
  if (answer.statusCode !== 202) throw new Error(`not accepted: ${answer.statusCode} ${text}`)
}

const addAccount = (url: string): Promise<void> =>
  call(url, 'POST', '/v1/accounts', {
    name: ACCOUNT,
    channel: 'wecom.app',
    credentials: { corpid: 'wwbench', agentid: 1_000_001, secret: 'bench-secret' },
    options: { seats: MANY_SEATS },
  })

async function call(url: string, method: string, path: string, body: object): Promise<void> {
  const answer = await fetch(url + path, { method, headers: HEADERS, body: JSON.stringify(body) })
  if (!answer.ok && answer.status !== 409)
    throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
}
