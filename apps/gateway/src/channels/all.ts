import type { Channel } from './channel.ts'
import * as listed from './index.ts'

/** Channels by name. */
export type Channels = ReadonlyMap<string, Channel>

/** Every channel of the index; forms, limits, docs and the command line follow from this. */
export const CHANNELS: Channels = channelsIn(listed)

/** The channels that a module exports. */
export function channelsIn(module: Readonly<Record<string, Channel>>): Channels {
  return new Map(Object.values(module).map((channel) => [channel.name, channel]))
}
