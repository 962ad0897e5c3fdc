import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHongyan, type Hongyan } from '@hongyan/client'
import { type Program, startProgram } from './program.ts'
import type { SandboxProcess } from './sandbox.ts'

/** Where one gateway after another keeps its data. */
export interface Place {
  /** Settings that lead a gateway there. */
  readonly env: NodeJS.ProcessEnv
  remove(): Promise<void>
}

/** A directory of its own, with SQLite in it unless a database is named. */
export async function openPlace(databaseUrl?: string): Promise<Place> {
  const directory = await mkdtemp(join(tmpdir(), 'hongyan-kill-'))
  return {
    env: {
      HONGYAN_DATA: join(directory, 'data'),
      ...(databaseUrl !== undefined && { HONGYAN_DATABASE_URL: databaseUrl }),
    },
    remove: () => rm(directory, { recursive: true }),
  }
}

/** The shipped gateway as a process, and its API. */
export interface GatewayProcess extends Program {
  readonly api: Hongyan
}

/** Short, so that another process soon takes over; long enough for a busy machine. Unit: ms. */
const LEASE_MS = 3000

export async function startGateway(
  place: Place,
  sandbox: SandboxProcess,
  failpoint = '',
): Promise<GatewayProcess> {
  const program = await startProgram(['up'], {
    ...place.env,
    HONGYAN_PORT: '0',
    HONGYAN_SANDBOX_URL: sandbox.url,
    HONGYAN_LEASE_MS: String(LEASE_MS),
    HONGYAN_REQUESTS_PER_SECOND: '100000',
    HONGYAN_FAILPOINT: failpoint,
  })
  return { ...program, api: createHongyan({ url: program.url }) }
}

/** One account on each platform. The DingTalk app is marked as ours alone, so that a replay's answer proves delivery. */
export async function addAccounts({ api, url }: GatewayProcess, { company }: SandboxProcess): Promise<void> {
  const { dingtalk, wecom } = company
  const [ding] = dingtalk.apps
  const [wework] = wecom.apps
  if (!ding || !wework) throw new Error('The sandbox has no apps.')
  const { appKey, appSecret, agentId } = ding
  await api.accounts.add({
    name: 'ding',
    channel: 'dingtalk.work',
    credentials: { corpId: dingtalk.corpId, appKey, appSecret, agentId },
  })
  await api.accounts.add({
    name: 'wecom',
    channel: 'wecom.app',
    credentials: { corpid: wecom.corpid, agentid: wework.agentid, secret: wework.secret },
  })
  const response = await fetch(`${url}/v1/apps/ding`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ exclusive: true }),
  })
  if (!response.ok) throw new Error(`PATCH /v1/apps/ding: ${response.status} ${await response.text()}`)
}
