import type { Config } from './config.ts'
import type { Gateway } from './main.ts'

export { type LocalAccess, localKeyFile, readLocalAccess } from './access/local-key.ts'
export { type Config, ConfigError, readConfig, type SettingName, settings } from './config.ts'
export type { Gateway } from './main.ts'

/** Starts a gateway. Loaded on demand: commands that only talk to one need neither its server nor its store. */
export async function startGateway(config: Config): Promise<Gateway> {
  const main = await import('./main.ts')
  return main.startGateway(config)
}
