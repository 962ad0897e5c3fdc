import { ControlError } from '../control-error.ts'
import type { ControlInput } from './input.ts'
import type { SandboxControl } from './sandbox-control.ts'

/** One control call as it arrives: path parameters by name, query, and the body as an object. */
export interface ControlCall {
  readonly params: ReadonlyMap<string, string>
  readonly query: URLSearchParams
  readonly input: ControlInput
}

export interface ControlRoute {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Below `/_sandbox`; `:name` stands for one segment. */
  readonly path: string
  /** Shown by `GET /_sandbox/`. */
  readonly what: string
  /** Only translates: the work is SandboxControl's. */
  answer(control: SandboxControl, call: ControlCall): object | Promise<object>
}

/** A path parameter, which the route's path guarantees. */
export function param(call: ControlCall, name: string): string {
  return call.params.get(name) ?? ''
}

/** A whole number from the query, undefined if absent. */
export function queryNumber({ query }: ControlCall, name: string): number | undefined {
  const value = query.get(name)
  if (value === null) return undefined
  if (/^\d{1,15}$/.test(value)) return Number(value)
  throw new ControlError(name, value, 'Give a whole number.')
}
