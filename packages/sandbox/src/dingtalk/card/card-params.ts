import { asRecord } from '../params.ts'
import type { ParamMap } from './cards.ts'

/** UTF-8 bytes of a variable's name and value (《创建并投放卡片》). */
const MOST_NAME_BYTES = 100
const MOST_VALUE_BYTES = 1024

/** The cardParamMap inside `{cardParamMap}`: texts only, each small enough; undefined if it is something else. */
export function readParamMap(data: unknown): ParamMap | undefined {
  const map = asRecord(asRecord(data)?.cardParamMap)
  if (!map) return undefined
  const read: Record<string, string> = {}
  for (const [name, value] of Object.entries(map)) {
    if (typeof value !== 'string' || Buffer.byteLength(name) > MOST_NAME_BYTES) return undefined
    if (Buffer.byteLength(value) > MOST_VALUE_BYTES) return undefined
    read[name] = value
  }
  return read
}

/** What single people see beside what all see, by their id; undefined if one of the maps is wrong. */
export function readPrivateData(data: unknown): Map<string, ParamMap> | undefined {
  const read = new Map<string, ParamMap>()
  for (const [id, own] of Object.entries(asRecord(data) ?? {})) {
    const map = readParamMap(own)
    if (!map) return undefined
    read.set(id, map)
  }
  return read
}
