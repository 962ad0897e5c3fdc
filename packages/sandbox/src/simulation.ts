import { Agenda } from './agenda.ts'
import type { VirtualClock } from './clock.ts'
import { createCompany, DEFAULT_PEOPLE, LEAST_PEOPLE, MOST_PEOPLE } from './company.ts'
import { ControlError } from './control-error.ts'
import type { WecomDescription } from './description.ts'
import { createDingTalk, type SimulatedDingTalk } from './dingtalk/platform.ts'
import type { Route, SandboxAnswer, SandboxRequest, SocketAnswer } from './exchange.ts'
import { type FaultEnding, Faults, type Strike } from './faults.ts'
import { createIds } from './ids.ts'
import { Inboxes } from './inbox.ts'
import { IpLists } from './ip-gate.ts'
import { type Edition, Limits } from './limits.ts'
import { Outcomes } from './outcomes.ts'
import type { PlatformName, SimulatedPlatform } from './platform.ts'
import { type ProfileChoice, Profiles } from './profiles.ts'
import { RequestLog } from './request-log.ts'
import { createWecom } from './wecom/platform.ts'
import type { World } from './world.ts'

/** What a reset may choose; what it leaves out is the default again. */
export interface SimulationOptions {
  /** Size of the company, 60 (default) to 100 000. */
  readonly people?: number
  /** The same seed gives the same people, credentials and ids. */
  readonly seed?: string
  readonly profile?: ProfileChoice
  readonly edition?: Edition
}

export interface Platforms {
  readonly dingtalk: SimulatedDingTalk
  readonly wecom: SimulatedPlatform<WecomDescription>
}

const DEFAULT_SEED = 'hongyan'

/** Everything that one reset builds anew. The clock is not part of it: business time never runs backwards. */
export class Simulation {
  readonly company: World['company']
  readonly limits: Limits
  readonly profiles: Profiles
  readonly outcomes: Outcomes
  readonly inbox: Inboxes
  readonly ipGate: IpLists
  readonly faults: Faults
  readonly log = new RequestLog()
  readonly agenda: Agenda
  readonly platforms: Platforms
  readonly #routes = new Map<string, { platform: SimulatedPlatform; route: Route }>()

  /** `url`: where the sandbox is reached, once it listens. */
  constructor(clock: VirtualClock, url: () => string, options: SimulationOptions = {}) {
    const { people = DEFAULT_PEOPLE, seed = DEFAULT_SEED } = options
    if (!(Number.isInteger(people) && people >= LEAST_PEOPLE && people <= MOST_PEOPLE)) {
      throw new ControlError('people', people, `Give a whole number from ${LEAST_PEOPLE} to ${MOST_PEOPLE}.`)
    }
    this.limits = new Limits(options.edition)
    this.profiles = new Profiles(options.profile)
    this.company = createCompany(seed, people)
    this.outcomes = new Outcomes(seed)
    this.inbox = new Inboxes({ clock })
    this.ipGate = new IpLists(clock)
    this.faults = new Faults(seed)
    this.agenda = new Agenda(clock)
    const { agenda, company, limits, profiles, outcomes, inbox, ipGate } = this
    const worldOf = (platform: PlatformName): World => {
      return {
        clock,
        agenda,
        url,
        ids: createIds(`${seed}/${platform}`),
        company,
        limits,
        profiles,
        outcomes,
        inbox,
        ipGate,
      }
    }
    this.platforms = { dingtalk: createDingTalk(worldOf('dingtalk')), wecom: createWecom(worldOf('wecom')) }
    for (const platform of Object.values(this.platforms)) {
      for (const [path, route] of platform.routes) this.#routes.set(path, { platform, route })
    }
  }

  /** Answers a request as its platform does, unless an injected fault interferes, and logs what happened. */
  exchange(request: SandboxRequest): SandboxAnswer | 'destroy' | Promise<SandboxAnswer | 'destroy'> {
    const strike = this.faults.take(request.path)
    if (!strike) return this.#logged(request, this.#answer(request), null)
    const result = this.#struck(request, strike)
    return strike.delayMs === 0 ? result : after(strike.delayMs, result)
  }

  /** Answers the handshake of a WebSocket, and logs it. */
  connect(request: SandboxRequest): SocketAnswer {
    const platform = Object.values(this.platforms).find(({ sockets }) => sockets?.has(request.path))
    const answer = platform?.sockets?.get(request.path)?.(request) ?? nobodysPath(request.path)
    const logged = 'status' in answer ? answer : { status: 101, rule: 'sandbox.socket.open' }
    this.log.add(platform?.name ?? null, request, logged, null)
    return answer
  }

  /** Nothing of it happens any more by itself. */
  end(): void {
    this.agenda.clear()
    for (const platform of Object.values(this.platforms)) platform.end?.()
  }

  #answer(request: SandboxRequest): SandboxAnswer {
    const known = this.#routes.get(request.path)
    if (known) return known.route(request)
    return this.#platformOf(request.path)?.unknownPath(request) ?? nobodysPath(request.path)
  }

  #struck(request: SandboxRequest, { faults, ending }: Strike): SandboxAnswer | 'destroy' {
    if (ending === undefined) return this.#logged(request, this.#answer(request), faults)
    if (ending === 'reset_before') {
      this.log.add(this.#platformOf(request.path)?.name ?? null, request, null, faults)
      return 'destroy'
    }
    if (ending === 'reset_after') {
      this.#logged(request, this.#answer(request), faults)
      return 'destroy'
    }
    return this.#logged(request, this.#faultAnswer(request, ending), faults)
  }

  #faultAnswer(request: SandboxRequest, ending: Exclude<FaultEnding, string>): SandboxAnswer {
    if ('errcode' in ending) {
      const platform = this.#platformOf(request.path)
      return platform ? platform.refuse(request, ending.errcode) : nobodysPath(request.path)
    }
    const status = 'status' in ending ? ending.status : 200
    return { status, body: ending.body, rule: 'sandbox.fault' }
  }

  #platformOf(path: string): SimulatedPlatform | undefined {
    const routed = this.#routes.get(path)
    return routed?.platform ?? Object.values(this.platforms).find((platform) => platform.owns(path))
  }

  #logged(request: SandboxRequest, answer: SandboxAnswer, fault: string | null): SandboxAnswer {
    this.log.add(this.#platformOf(request.path)?.name ?? null, request, answer, fault)
    return answer
  }
}

function nobodysPath(path: string): SandboxAnswer {
  const next = 'No simulated platform has it. GET /_sandbox/ lists what exists.'
  return { status: 404, body: { error: { field: 'path', value: path, next } }, rule: 'sandbox.path.unknown' }
}

async function after<T>(ms: number, result: T): Promise<T> {
  // Unreferenced: a closed sandbox must not keep its process alive for an answer that nobody reads.
  await new Promise((resolve) => setTimeout(resolve, ms).unref())
  return result
}
