import { startProgram } from './program.ts'

export type Platform = 'dingtalk' | 'wecom'

export interface Person {
  readonly mobile: string
  readonly state: string
  readonly dingtalk: { readonly userid: string } | null
  readonly wecom: { readonly userid: string } | null
}

interface Company {
  readonly dingtalk: {
    readonly corpId: string
    readonly apps: readonly {
      readonly appKey: string
      readonly appSecret: string
      readonly agentId: number
    }[]
    readonly robots: readonly {
      readonly name: string
      readonly accessToken: string
      readonly secret: string | null
    }[]
  }
  readonly wecom: {
    readonly corpid: string
    readonly apps: readonly { readonly agentid: number; readonly secret: string }[]
  }
  readonly employees: readonly Person[]
  /** Where the next page begins; null on the last one. */
  readonly next: number | null
}

/** A message on somebody's phone, or in a robot's group. */
export interface Copy {
  readonly recalledAt?: number | null
  readonly message: unknown
}

/** What a platform was asked; without an answer it has not seen the request. */
export interface Request {
  readonly id: number
  readonly path: string
  readonly body: unknown
  readonly bodySha256: string
  readonly answer: { readonly body: unknown } | null
}

/** The paths that send, and where their bodies name the people. A robot's body names nobody. */
export const SENDING = [
  { path: '/topapi/message/corpconversation/asyncsend_v2', people: 'userid_list', between: ',' },
  { path: '/cgi-bin/message/send', people: 'touser', between: '|' },
  { path: '/robot/send', people: undefined, between: '' },
] as const

const TOKEN_PATHS = ['/gettoken', '/v1.0/oauth2/accessToken', '/cgi-bin/gettoken'] as const

/** Both platforms as a process of their own: what they have seen outlives every gateway that is killed. */
export interface SandboxProcess {
  readonly url: string
  readonly company: Pick<Company, 'dingtalk' | 'wecom'>
  /** Everybody whom both platforms reach. */
  readonly people: readonly Person[]
  /** Moves business time; a gateway that is frozen or very busy cannot follow at once, which must be expected. */
  advance(ms: number, followers?: 'at once' | 'when they can'): Promise<void>
  /** To ten o'clock in Shanghai: replays end at midnight, and a test is to run at any hour. */
  goToMorning(): Promise<void>
  inbox(platform: Platform, userid: string): Promise<Copy[]>
  group(robot: string): Promise<Copy[]>
  /** Sends since then, oldest first. */
  sends(after: number): Promise<Request[]>
  /** Token requests since then, of the path with most of them. */
  tokens(after: number): Promise<number>
  /** The number of the newest request. */
  newest(): Promise<number>
  /** The platforms execute at once and answer so much later: everything, and sends besides. Unit: real ms. */
  answerAfter(ms: number, sends?: number): Promise<void>
  useProfile(profile: string): Promise<void>
  stop(): Promise<void>
}

/** Enough for a message of three chunks. */
const PEOPLE = 2600
const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS
/** 10:00 in Shanghai is 02:00 UTC. */
const MORNING_MS = 2 * HOUR_MS
/** The answer if a follower does not follow in time. */
const BEHIND = 504

export async function startSandboxProcess(size = PEOPLE): Promise<SandboxProcess> {
  const program = await startProgram(['sandbox', '--port', '0'], {})
  const { url } = program
  const get = async <Answer>(path: string): Promise<Answer> =>
    JSON.parse(await (await fetch(`${url}/_sandbox${path}`)).text())
  const post = async (path: string, body: object, allowed?: number): Promise<void> => {
    const response = await fetch(`${url}/_sandbox${path}`, { method: 'POST', body: JSON.stringify(body) })
    const said = await response.text()
    if (!response.ok && response.status !== allowed) throw new Error(`${path}: ${response.status} ${said}`)
  }
  await post('/reset', { people: size })
  const { company, people } = await readCompany(get)
  const advance: SandboxProcess['advance'] = (ms, followers) =>
    post('/clock/advance', { ms }, followers === 'when they can' ? BEHIND : undefined)
  const requests = (path: string, after: number) => get<Request[]>(`/requests?path=${path}&after=${after}`)
  return {
    url,
    company,
    people: people.filter(({ state, dingtalk, wecom }) => state === 'active' && dingtalk && wecom),
    advance,
    async goToMorning() {
      const { now } = await get<{ now: number }>('/clock')
      await advance(DAY_MS - ((now - MORNING_MS) % DAY_MS))
    },
    inbox: (platform, userid) => get(`/inbox/${platform}/${encodeURIComponent(userid)}`),
    group: (robot) => get(`/robots/dingtalk/${robot}`),
    sends: async (after) =>
      (await Promise.all(SENDING.map(({ path }) => requests(path, after))))
        .flat()
        .sort((a, b) => a.id - b.id),
    tokens: async (after) =>
      Math.max(...(await Promise.all(TOKEN_PATHS.map(async (path) => (await requests(path, after)).length)))),
    newest: async () => (await get<Request[]>('/requests?limit=1')).at(-1)?.id ?? 0,
    async answerAfter(ms, sends = 0) {
      await fetch(`${url}/_sandbox/faults`, { method: 'DELETE' })
      if (ms > 0) await post('/faults', { path: '*', action: { delay: ms } })
      if (sends === 0) return
      for (const { path } of SENDING) await post('/faults', { path, action: { delay: sends } })
    },
    useProfile: (profile) => post('/profile', { profile }),
    async stop() {
      await program.kill('SIGTERM')
    },
  }
}

async function readCompany(get: (path: string) => Promise<Company>) {
  const people: Person[] = []
  let cursor = ''
  for (;;) {
    const company = await get(`/company${cursor}`)
    people.push(...company.employees)
    if (company.next === null) return { company, people }
    cursor = `?cursor=${company.next}`
  }
}
