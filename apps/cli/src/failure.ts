import { isHongyanError, type RefusedError } from '@hongyan/client'
import { ConfigError, settings } from '@hongyan/gateway'
import { EXIT, type ExitCode } from './exit-codes.ts'
import type { Language } from './language.ts'
import { UsageError } from './usage-error.ts'

export interface Failure {
  /** What happened and what to do next. */
  readonly sentence: string
  readonly exitCode: ExitCode
}

/** What a command says and how it ends when it cannot go on. */
export function describeFailure(error: unknown, language: Language): Failure {
  if (error instanceof UsageError) return { sentence: error.text[language], exitCode: EXIT.usage }
  if (error instanceof ConfigError) return { sentence: wrongSetting(error, language), exitCode: EXIT.usage }
  if (!isHongyanError(error)) {
    return { sentence: error instanceof Error ? error.message : String(error), exitCode: EXIT.system }
  }
  return error.kind === 'refused' ? refused(error) : unreachable(error.message, language)
}

/** What the caller wrote is his to change; the gateway's own trouble is not. */
function refused({ problem }: RefusedError): Failure {
  const value = problem.value === undefined ? '' : ` (${JSON.stringify(problem.value)})`
  return {
    sentence: `${problem.detail}${value}\n${problem.next}`,
    exitCode: problem.status < 500 ? EXIT.usage : EXIT.system,
  }
}

function unreachable(message: string, language: Language): Failure {
  const next =
    language === 'zh'
      ? '网关没有应答。先启动它：hongyan up（试用：hongyan up --sandbox），或用 HONGYAN_URL 指明地址。'
      : 'The gateway does not answer. Start it: hongyan up (to try it: hongyan up --sandbox), or say where it is: HONGYAN_URL.'
  return { sentence: `${message}\n${next}`, exitCode: EXIT.system }
}

function wrongSetting({ setting, value, allowed }: ConfigError, language: Language): string {
  const { env, flag } = settings[setting]
  const [name] = flag.split(' ')
  return language === 'zh'
    ? `${env}（${name}）的值 ${JSON.stringify(value)} 不能用；可以是：${allowed.zh}。`
    : `${env} (${name}) is ${JSON.stringify(value)}; allowed: ${allowed.en}.`
}
