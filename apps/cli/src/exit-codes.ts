/** How every command ends, so that a script can tell. */
export const EXIT = {
  /** Done; of messages: everybody was reached. */
  done: 0,
  /** The system failed: gateway not running, store full, a bug. */
  system: 1,
  /** The command or what it asked for cannot be carried out as written. */
  usage: 2,
  /** Some were not reached, or not within the time; a check failed. */
  notAll: 3,
} as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
