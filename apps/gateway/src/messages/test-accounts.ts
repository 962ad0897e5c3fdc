import type { OpenAccount } from '../accounts/directory.ts'
import type { Channel } from '../channels/channel.ts'

/** An account for tests of what must be decided without asking any platform: touching its session fails. */
export const accountWithoutPlatform = (name: string, channel: Channel, enabled = true): OpenAccount => ({
  name,
  app: 'hr',
  corp: 'acme',
  platform: channel.platform,
  kind: channel.app.name,
  channel,
  options: {},
  exclusive: false,
  tokenSharing: false,
  sandbox: true,
  enabled,
  get session(): never {
    throw new Error('no platform may be asked here')
  },
})
