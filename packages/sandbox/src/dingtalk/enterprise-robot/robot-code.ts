import type { DingTalkApp } from '../apps.ts'
import type { ModernRefusal } from '../modern-refusal.ts'
import type { Params } from '../params.ts'
import { foreignRobotCode, robotRefusal } from './refusals.ts'

/** The robot must be that of the calling app; undefined if it is. */
export function checkRobotCode(
  apps: readonly DingTalkApp[],
  app: DingTalkApp,
  params: Params,
): ModernRefusal | undefined {
  const robotCode = params.text('robotCode')
  if (robotCode === '') return robotRefusal('invalidParameter.robotCode.empty')
  if (robotCode === app.robotCode) return undefined
  const isKnown = apps.some((other) => other.robotCode === robotCode)
  return isKnown ? foreignRobotCode() : robotRefusal('invalidParameter.robotCode.notExsit')
}
