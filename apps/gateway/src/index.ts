import type * as rotation from './access/rotate-keys.ts'
import type { Config } from './config.ts'
import type { Gateway } from './main.ts'

export { type LocalAccess, localKeyFile, readLocalAccess } from './access/local-key.ts'
export type { Rotation } from './access/rotate-keys.ts'
export { type Config, ConfigError, readConfig, type SettingName, settings } from './config.ts'
export type { Gateway } from './main.ts'

/** Gives a store a new key while its gateway is stopped. */
export const rotateKeys: typeof rotation.rotateKeys = async (config, options) =>
  (await import('./access/rotate-keys.ts')).rotateKeys(config, options)

/** Starts a gateway. Loaded on demand: commands that only talk to one need neither its server nor its store. */
export async function startGateway(config: Config): Promise<Gateway> {
  const main = await import('./main.ts')
  return main.startGateway(config)
}
