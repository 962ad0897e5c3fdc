import type { CallbackPush, CallbackSettings } from './callback-push.ts'
import type { InboxEntry } from './world.ts'

/** A tap on a button of a card, and what was chosen before. */
export interface Press {
  readonly key: string
  /** Chosen option ids by question key; what is left out stays as the card shows it. */
  readonly selected?: Readonly<Record<string, readonly string[]>>
}

/** What people do on their phones that an app hears of, and where it listens. Refuses by ControlError. */
export interface Phones {
  /** Begins or, with null, ends to push an app's events; the address must answer the platform's own check first. */
  listen(app: string, settings: CallbackSettings | null): Promise<void>
  /** Oldest first. */
  pushes(): readonly CallbackPush[]
  press(userid: string, copy: InboxEntry, press: Press): Promise<CallbackPush>
  /** The person writes to the app. */
  write(userid: string, app: string, text: string): Promise<CallbackPush>
  /** The person opens the conversation with the app. */
  enter(userid: string, app: string): Promise<CallbackPush>
}
