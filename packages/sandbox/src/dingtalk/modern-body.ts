import type { SandboxRequest } from '../exchange.ts'
import type { ModernRefusal } from './modern-refusal.ts'
import { Params, parseObject } from './params.ts'

/** The gateway of the new host judges the body before the interface does: JSON, and every mandatory field in it. */
export function readModernBody(
  { rawBody, headers }: SandboxRequest,
  mandatory: readonly string[],
): Params | ModernRefusal {
  const isJson = (headers['content-type'] ?? '').startsWith('application/json')
  if (rawBody.length === 0 || !isJson) return missing('body')
  const fields = parseObject(rawBody.toString('utf8'))
  if (fields) return withMandatory(new Params(fields), mandatory)
  const message = 'Specified parameter body is not valid. JSON parsing error'
  return { rule: 'dingtalk.modern.Invalidbody', status: 400, code: 'Invalidbody', message }
}

/** The parameters, unless one that must be there is not; an empty one is the interface's own business. */
export function withMandatory(params: Params, mandatory: readonly string[]): Params | ModernRefusal {
  const absent = mandatory.find((name) => !params.has(name))
  return absent === undefined ? params : missing(absent)
}

function missing(name: string): ModernRefusal {
  const code = `Missing${name}`
  return {
    rule: `dingtalk.modern.${code}`,
    status: 400,
    code,
    message: `${name} is mandatory for this action.`,
  }
}
