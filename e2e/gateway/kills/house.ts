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
  /** Gateways that were started there. */
  readonly gateways: Program[]
  /** Ends whatever still runs there, which is so where a run could not be finished. */
  remove(): Promise<void>
}

/** A directory of its own, with SQLite in it unless a database is named. */
export async function openPlace(databaseUrl?: string): Promise<Place> {
  const directory = await mkdtemp(join(tmpdir(), 'hongyan-kill-'))
  const gateways: Program[] = []
  return {
    gateways,
    env: {
      HONGYAN_DATA: join(directory, 'data'),
      ...(databaseUrl !== undefined && { HONGYAN_DATABASE_URL: databaseUrl }),
    },
    async remove() {
      await Promise.all(gateways.map((gateway) => gateway.kill('SIGKILL')))
      await rm(directory, { recursive: true })
    },
  }
}

/** What a kill test may take away from a gateway, to see that it would notice. */
export const SAFEGUARDS = ['intent', 'same-call', 'fence'] as const
export type Safeguard = (typeof SAFEGUARDS)[number]

/** How the gateways of one run are started. */
export interface Setting {
  readonly place: Place
  readonly sandbox: SandboxProcess
  readonly without?: Safeguard | undefined
}

/** The shipped gateway as a process, and its API. */
export interface GatewayProcess extends Program {
  readonly api: Hongyan
}

/** Short, so that another process soon takes over; long enough for a busy machine. Unit: ms. */
const LEASE_MS = 2000

/** A list of 100 000 is accepted beside the expansion of another one. Unit: ms. */
const PATIENCE_MS = 60_000

/** `platforms`: where the gateway finds them, if not at the sandbox itself. */
export async function startGateway(
  { place, sandbox, without }: Setting,
  { failpoint = '', platforms = sandbox.url }: { failpoint?: string; platforms?: string } = {},
): Promise<GatewayProcess> {
  const program = await startProgram(['up'], {
    ...place.env,
    HONGYAN_PORT: '0',
    HONGYAN_SANDBOX_URL: platforms,
    HONGYAN_LEASE_MS: String(LEASE_MS),
    HONGYAN_REQUESTS_PER_SECOND: '100000',
    HONGYAN_FAILPOINT: failpoint,
    HONGYAN_WITHOUT: without ?? '',
  })
  place.gateways.push(program)
  return { ...program, api: createHongyan({ url: program.url, timeoutMs: PATIENCE_MS }) }
}

/**
 * One account for each kind of replay. The DingTalk app is marked as ours alone, so that a replay's answer proves
 * delivery.
 */
export async function addAccounts(
  { api, url }: GatewayProcess,
  { company }: SandboxProcess,
  platforms: string,
): Promise<void> {
  const { dingtalk, wecom } = company
  const [ding] = dingtalk.apps
  const [wework] = wecom.apps
  const robot = dingtalk.robots.find(({ name }) => name === ROBOT)
  if (!ding || !wework || !robot) throw new Error('The sandbox has no apps.')
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
  await api.accounts.add({
    name: 'group',
    channel: 'dingtalk.webhook',
    credentials: {
      webhook: `${platforms}/robot/send?access_token=${robot.accessToken}`,
      secret: robot.secret ?? '',
    },
  })
  const response = await fetch(`${url}/v1/apps/ding`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ exclusive: true }),
  })
  if (!response.ok) throw new Error(`PATCH /v1/apps/ding: ${response.status} ${await response.text()}`)
}

/** The robot of the account `group`. */
export const ROBOT = 'alerts-sign'
