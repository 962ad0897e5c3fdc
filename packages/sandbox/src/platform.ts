import type { Chat } from './chat.ts'
import type { Route, SandboxAnswer, SandboxRequest, SocketRoute } from './exchange.ts'
import type { MediaStore } from './media-store.ts'
import type { Phones } from './phone.ts'
import type { InboxEntry } from './world.ts'

export type PlatformName = 'dingtalk' | 'wecom'

export interface Owner {
  /** No other app or robot has it, on no platform: control calls name them without their platform. */
  readonly name: string
  /** What else it is called by on its platform, for example its agent id. */
  readonly ids: readonly string[]
}

/** How an app is set up in its platform's console; what is left out stays. */
export interface AppSettings {
  /** 始终进入主页: a tap on the app opens its home page, and WeChat shows little of its messages. */
  readonly alwaysHome?: boolean
  /** Whether the app is visible to the root department, without which it has no groups of its own. */
  readonly rootVisible?: boolean
}

/**
 * A simulated platform: its exact paths, and what it says to a path it does not know.
 * It is built anew from the world at every reset and keeps its own state (tokens, tasks, robots' windows).
 * `Description` is its half of `GET /_sandbox/company`.
 */
export interface SimulatedPlatform<Description extends object = object> {
  readonly name: PlatformName
  /** Keyed by exact path. Methods are judged by the platform itself, as the real ones do. */
  readonly routes: ReadonlyMap<string, Route>
  /** Where WebSockets are taken, keyed as the routes. */
  readonly sockets?: ReadonlyMap<string, SocketRoute>
  /** Whether a path looks like this platform's, existing or not. */
  owns(path: string): boolean
  /** Answers paths that look like this platform's but do not exist. */
  unknownPath(request: SandboxRequest): SandboxAnswer
  /** An injected error: the platform's own envelope for that path, with the code's literal text if it has one. */
  refuse(request: SandboxRequest, errcode: number | string): SandboxAnswer
  /** Makes every token of the app (all apps if undefined) invalid at once: 40014 from now on, not expired. */
  revokeTokens(app?: string): void
  /** Its apps and robots, so that control calls find the one that is meant and refuse an unknown one. */
  owners(): { readonly apps: readonly Owner[]; readonly robots: readonly Owner[] }
  describe(): Description
  /** Changes how an app is set up, and answers how it is now. */
  setApp?(app: string, settings: AppSettings): Required<AppSettings>
  /** The groups that its apps created. */
  chats?(): readonly Chat[]
  /** What was uploaded to it. */
  readonly media?: MediaStore
  /** What people do on their phones that its apps hear of. */
  readonly phones?: Phones
  /** A person has opened a message on their phone. */
  opened?(userid: string, entry: InboxEntry): void
  /** Ends what lives on by itself, such as open connections; a reset has built another one. */
  end?(): void
  /** What a group robot's conversation shows, oldest first; undefined if no robot has that name. */
  robotGroup(name: string): readonly object[] | undefined
}
