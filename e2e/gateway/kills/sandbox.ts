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
  }
  readonly wecom: {
    readonly corpid: string
    readonly apps: readonly { readonly agentid: number; readonly secret: string }[]
  }
  readonly employees: readonly Person[]
  /** Where the next page begins; null on the last one. */
  readonly next: number | null
}

/** A message on somebody's phone. */
export interface Copy {
  readonly recalledAt: number | null
  readonly message: unknown
}

/** What a platform was asked; without an answer it has not seen the request. */
export interface Request {
  readonly path: string
  readonly body: unknown
  readonly answer: { readonly body: unknown } | null
}

/** The path that sends, and where its body names the people. */
export const SENDING = {
  dingtalk: { path: '/topapi/message/corpconversation/asyncsend_v2', people: 'userid_list', between: ',' },
  wecom: { path: '/cgi-bin/message/send', people: 'touser', between: '|' },
} as const satisfies Record<Platform, { path: string; people: string; between: string }>

export const TOKEN_PATHS = ['/gettoken', '/v1.0/oauth2/accessToken', '/cgi-bin/gettoken'] as const

/** Both platforms as a process of their own: what they have seen outlives every gateway that is killed. */
export interface SandboxProcess {
  readonly url: string
  readonly company: Pick<Company, 'dingtalk' | 'wecom'>
  /** Everybody whom both platforms reach. */
  readonly people: readonly Person[]
  advance(ms: number): Promise<void>
  /** To ten o'clock in Shanghai: replays end at midnight, and a test is to run at any hour. */
  goToMorning(): Promise<void>
  inbox(platform: Platform, userid: string): Promise<Copy[]>
  requests(path: string): Promise<Request[]>
  /** The platforms execute at once and answer so much later. Unit: real ms. */
  answerAfter(path: string, ms: number): Promise<void>
  answerAtOnce(): Promise<void>
  useProfile(profile: string): Promise<void>
  stop(): Promise<void>
}

/** Enough for a message of three chunks. */
const PEOPLE = 2600
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** 10:00 in Shanghai is 02:00 UTC. */
const MORNING_MS = 2 * HOUR_MS

export async function startSandboxProcess(): Promise<SandboxProcess> {
  const program = await startProgram(['sandbox', '--port', '0'], {})
  const { url } = program
  const get = async <Answer>(path: string): Promise<Answer> =>
    JSON.parse(await (await fetch(`${url}/_sandbox${path}`)).text())
  const post = async (path: string, body: object): Promise<void> => {
    const response = await fetch(`${url}/_sandbox${path}`, { method: 'POST', body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  }
  await post('/reset', { people: PEOPLE })
  const { company, people } = await readCompany(get)
  const advance = (ms: number) => post('/clock/advance', { ms })
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
    requests: (path) => get(`/requests?path=${path}`),
    answerAfter: (path, ms) => post('/faults', { path, probability: 1, action: { delay: ms } }),
    async answerAtOnce() {
      await fetch(`${url}/_sandbox/faults`, { method: 'DELETE' })
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
