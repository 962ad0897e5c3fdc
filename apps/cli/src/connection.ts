import { resolve } from 'node:path'
import { createHongyan, type Hongyan } from '@hongyan/client'
import { readLocalAccess } from '@hongyan/gateway'
import type { Language } from './language.ts'

const DEFAULT_PORT = 4180

/** Where the gateway is, and with which key it is called. */
export interface Address {
  readonly url: string
  /** Absent only where a sandbox needs none. */
  readonly key: string | undefined
}

/**
 * What the environment says (`HONGYAN_URL`, `HONGYAN_API_KEY`), else what a gateway on this machine has left in its data
 * directory, else the usual port.
 */
export async function findGateway(env: NodeJS.ProcessEnv): Promise<Address> {
  const local = await readLocalAccess(resolve(env.HONGYAN_DATA || '.hongyan'))
  const url = env.HONGYAN_URL || local?.url || `http://127.0.0.1:${env.HONGYAN_PORT || DEFAULT_PORT}`
  // The local key opens the local gateway only; it is sent nowhere else.
  const key = env.HONGYAN_API_KEY || (url === local?.url ? local.key : undefined)
  return { url, key }
}

/** A client of the gateway that the environment means. */
export async function connect(language: Language, env: NodeJS.ProcessEnv = process.env): Promise<Hongyan> {
  return createHongyan({ ...(await findGateway(env)), language })
}
