import type { CallbackPush, CallbackSettings } from '../callback-push.ts'
import type { Chat } from '../chat.ts'
import type { VirtualClock } from '../clock.ts'
import { ClockFollowers } from '../clock-followers.ts'
import { ControlError } from '../control-error.ts'
import type { CompanyPage } from '../description.ts'
import type { DingTalkControl } from '../dingtalk/control.ts'
import type { Fault, FaultStatus } from '../faults.ts'
import type { Edition } from '../limits.ts'
import type { MediaDescription } from '../media-store.ts'
import type { OutcomeTarget } from '../outcomes.ts'
import type { Phones, Press } from '../phone.ts'
import type { AppSettings, PlatformName, SimulatedPlatform } from '../platform.ts'
import type { ProfileChoice } from '../profiles.ts'
import type { LoggedRequest, RequestFilter } from '../request-log.ts'
import { Simulation, type SimulationOptions } from '../simulation.ts'
import type { InboxEntry, InjectedOutcome } from '../world.ts'
import { namesOf, ownersMeant, platformsMeant, requirePerson } from './whom.ts'

const EMPLOYEES_PER_PAGE = 1000

export interface ClockReading {
  /** Business time, Unix milliseconds. */
  readonly now: number
  readonly iso: string
  /** How far business time is ahead of the machine's. */
  readonly offsetMs: number
}

/** Limits by name, null switching one off; an edition sets all the others to what it has. */
export interface LimitChanges {
  readonly edition?: Edition
  readonly [name: string]: number | null | Edition | undefined
}

/** Without a platform both are meant. */
export interface IpChange {
  readonly platform?: PlatformName
  /** Its name, or what its platform calls it: DingTalk's appKey or agentId, WeCom's agentid. */
  readonly app?: string
  readonly robot?: string
  /** Addresses and CIDR blocks; null opens it to all again. */
  readonly allow: readonly string[] | null
}

/** Without a platform every one that has such an app is meant. */
export interface CallbackChange {
  readonly platform?: PlatformName
  readonly app: string
  /** Null: nothing is pushed any more. */
  readonly settings: CallbackSettings | null
}

/** What a test or a person may do to the sandbox from outside the platforms; `/_sandbox` offers the same by HTTP. */
export class SandboxControl {
  /** The programs that keep their time by this sandbox's. */
  readonly followers = new ClockFollowers()
  readonly #clock: VirtualClock
  readonly #url: () => string
  #simulation: Simulation

  constructor(clock: VirtualClock, url: () => string, options: SimulationOptions) {
    this.#clock = clock
    this.#url = url
    this.#simulation = new Simulation(clock, url, options)
  }

  /** The running simulation; a reset replaces it. */
  get simulation(): Simulation {
    return this.#simulation
  }

  /** What only DingTalk has: groups with robots, Stream connections, events by name. */
  get dingtalk(): DingTalkControl {
    return this.#simulation.platforms.dingtalk.control
  }

  company(page: { cursor?: string; limit?: number } = {}): CompanyPage {
    const { platforms, company } = this.#simulation
    const { cursor = '0', limit = EMPLOYEES_PER_PAGE } = page
    const from = Number(cursor)
    const total = company.employees.length
    if (!(Number.isInteger(from) && from >= 0 && from <= total)) {
      throw new ControlError('cursor', cursor, 'Use the value of "next" from the page before.')
    }
    const end = from + limit
    return {
      dingtalk: platforms.dingtalk.describe(),
      wecom: platforms.wecom.describe(),
      employees: company.employees.slice(from, end),
      total,
      next: end < total ? String(end) : null,
    }
  }

  /** What the platforms were asked and answered, oldest first, secrets redacted; the newest 10 000 are kept. */
  requests(filter?: RequestFilter): readonly LoggedRequest[] {
    return this.#simulation.log.list(filter)
  }

  /** A person's phone, oldest message first. */
  inbox(platform: PlatformName, userid: string): readonly InboxEntry[] {
    requirePerson(this.#simulation, platform, userid)
    return this.#simulation.inbox.of(platform, userid)
  }

  markRead(platform: PlatformName, userid: string, id: string): InboxEntry {
    requirePerson(this.#simulation, platform, userid)
    const entry = this.#simulation.inbox.markRead(platform, userid, id)
    if (!entry) throw new ControlError('id', id, 'Use the id of an entry of this inbox.', 404)
    this.#platform(platform).opened?.(userid, entry)
    return entry
  }

  /** The person taps a button of a card; settles when the app has heard of it. */
  async press(platform: PlatformName, userid: string, id: string, press: Press): Promise<CallbackPush> {
    requirePerson(this.#simulation, platform, userid)
    const copy = this.inbox(platform, userid).find((candidate) => candidate.id === id)
    if (!copy) throw new ControlError('id', id, 'Use the id of an entry of this inbox.', 404)
    return this.#phones(platform).press(userid, copy, press)
  }

  /** The person writes to an app. */
  async write(platform: PlatformName, userid: string, app: string, text: string): Promise<CallbackPush> {
    requirePerson(this.#simulation, platform, userid)
    return this.#phones(platform).write(userid, this.#nameOf(app, platform), text)
  }

  /** The person opens the conversation with an app. */
  async enter(platform: PlatformName, userid: string, app: string): Promise<CallbackPush> {
    requirePerson(this.#simulation, platform, userid)
    return this.#phones(platform).enter(userid, this.#nameOf(app, platform))
  }

  /** Sets where an app hears of events, once the address has answered the platform's check; null ends it. */
  async listen({ platform, app, settings }: CallbackChange): Promise<void> {
    for (const { owning, name } of ownersMeant(this.#simulation, 'app', app, platform)) {
      await this.#phones(owning.name).listen(name, settings)
    }
  }

  /** What the platforms have pushed to their apps, each platform's oldest first. */
  callbacks(): readonly CallbackPush[] {
    return platformsMeant(this.#simulation, undefined).flatMap(({ phones }) => phones?.pushes() ?? [])
  }

  /** What the group of a robot sees, oldest first. */
  robotGroup(platform: PlatformName, name: string): readonly object[] {
    const group = this.#platform(platform).robotGroup(name)
    if (group) return group
    throw new ControlError(
      'robot',
      name,
      `Use one of: ${namesOf(this.#platform(platform).owners().robots)}.`,
      404,
    )
  }

  /** The groups that apps created, with their messages. */
  chats(platform: PlatformName): readonly Chat[] {
    return this.#platform(platform).chats?.() ?? []
  }

  /** Changes how an app of WeCom is set up in the console, and answers how it is now. */
  setApp(app: string, settings: AppSettings): Required<AppSettings> {
    const { setApp } = this.#simulation.platforms.wecom
    if (!setApp) throw new ControlError('app', app, 'This platform has no such settings.')
    return setApp(this.#nameOf(app, 'wecom'), settings)
  }

  /** The files that were uploaded to a platform, oldest first. */
  media(platform: PlatformName): readonly MediaDescription[] {
    return this.#platform(platform).media?.list() ?? []
  }

  /** The bytes of an upload, expired or not; the oldest are forgotten beyond 256 MB. */
  mediaBytes(platform: PlatformName, id: string): Buffer {
    const bytes = this.#platform(platform).media?.find(id)?.bytes
    if (bytes) return bytes
    throw new ControlError('id', id, `Use an id from GET /_sandbox/media/${platform}.`, 404)
  }

  clock(): ClockReading {
    const now = this.#clock.now()
    return { now, iso: new Date(now).toISOString(), offsetMs: this.#clock.offsetMs }
  }

  /** Moves business time forward: tokens expire, windows empty, tasks finish. Tells the followers and waits for none. */
  advance(ms: number): ClockReading {
    if (!(Number.isSafeInteger(ms) && ms >= 0)) {
      throw new ControlError(
        'ms',
        ms,
        'Give a whole number of milliseconds of at least 0; time never runs backwards.',
      )
    }
    this.#clock.advance(ms)
    this.followers.tell(this.#clock.offsetMs)
    this.#simulation.agenda.wake()
    return this.clock()
  }

  faults(): readonly FaultStatus[] {
    return this.#simulation.faults.all()
  }

  setFault(fault: Fault): FaultStatus {
    return this.#simulation.faults.arm(fault)
  }

  clearFaults(): void {
    this.#simulation.faults.clear()
  }

  /** Makes tokens invalid (40014) before they expire: those of one app, of one platform, or all. */
  revokeTokens(which: { platform?: PlatformName; app?: string } = {}): void {
    if (which.app === undefined) {
      for (const platform of platformsMeant(this.#simulation, which.platform)) platform.revokeTokens()
      return
    }
    for (const { owning, name } of ownersMeant(this.#simulation, 'app', which.app, which.platform))
      owning.revokeTokens(name)
  }

  profile(): Readonly<Record<string, string>> {
    return this.#simulation.profiles.all()
  }

  setProfile(choice: ProfileChoice): Readonly<Record<string, string>> {
    this.#simulation.profiles.choose(choice)
    return this.profile()
  }

  limits(): Readonly<Record<string, number | null>> & { readonly edition: Edition } {
    const { limits } = this.#simulation
    return Object.assign({ edition: limits.edition }, limits.all())
  }

  setLimits({ edition, ...changes }: LimitChanges): ReturnType<SandboxControl['limits']> {
    this.#simulation.limits.change(changes, edition)
    return this.limits()
  }

  /** Decides what becomes of the messages to these people from now on. */
  setOutcomes(platform: PlatformName, target: OutcomeTarget, outcome: InjectedOutcome): void {
    if ('userids' in target)
      for (const userid of target.userids) requirePerson(this.#simulation, platform, userid)
    this.#simulation.outcomes.inject(platform, target, outcome)
  }

  clearOutcomes(): void {
    this.#simulation.outcomes.clear()
  }

  /** Sets the addresses from which an app or robot may be called. */
  allowIps({ platform, app, robot, allow }: IpChange): void {
    const kind = app === undefined ? 'robot' : 'app'
    const meant = app ?? robot
    if (meant === undefined || (app !== undefined && robot !== undefined)) {
      throw new ControlError('app', app, 'Name either an app or a robot.')
    }
    for (const { owning, name } of ownersMeant(this.#simulation, kind, meant, platform))
      this.#simulation.ipGate.allow(owning.name, name, allow)
  }

  /** Starts over with a fresh company, fresh quotas and no history; business time stays where it is. */
  reset(options: SimulationOptions = {}): void {
    const before = this.#simulation
    this.#simulation = new Simulation(this.#clock, this.#url, options)
    before.end()
  }

  #platform(name: PlatformName): SimulatedPlatform {
    return this.#simulation.platforms[name]
  }

  #phones(platform: PlatformName): Phones {
    const { phones } = this.#platform(platform)
    if (phones) return phones
    throw new ControlError('platform', platform, 'Its phones can only read in this sandbox.')
  }

  #nameOf(app: string, platform: PlatformName): string {
    return ownersMeant(this.#simulation, 'app', app, platform)[0]?.name ?? app
  }
}
