import { resolve } from 'node:path'
import { readLocalAccess } from '@hongyan/gateway'
import { Api } from './api.ts'
import type { Language } from './language.ts'

const DEFAULT_PORT = 4180

/**
 * Where the gateway is and with which key: what the environment says (`HONGYAN_URL`, `HONGYAN_API_KEY`), else what a
 * gateway on this machine has left in its data directory, else the usual port.
 */
export async function connect(language: Language, env: NodeJS.ProcessEnv = process.env): Promise<Api> {
  const local = await readLocalAccess(resolve(env.HONGYAN_DATA || '.hongyan'))
  const url = env.HONGYAN_URL || local?.url || `http://127.0.0.1:${env.HONGYAN_PORT || DEFAULT_PORT}`
  // The local key opens the local gateway only; it is sent nowhere else.
  const key = env.HONGYAN_API_KEY || (url === local?.url ? local.key : undefined)
  return new Api({ url: url.replace(/\/+$/, ''), key }, language)
}
