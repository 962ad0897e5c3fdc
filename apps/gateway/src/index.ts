export { type LocalAccess, localKeyFile, readLocalAccess } from './access/local-key.ts'
export { type Config, ConfigError, readConfig, type SettingName, settings } from './config.ts'
