import { createHmac, timingSafeEqual } from 'node:crypto'
import type { SandboxRequest } from '../exchange.ts'
import type { World } from '../world.ts'
import type { WebhookRobot } from './apps.ts'
import { type Refusal, refuse } from './envelope.ts'
import type { RefusalText } from './webhook-message.ts'

/** A signature's timestamp may be an hour off (《自定义机器人安全设置》). */
const MOST_CLOCK_SKEW_MS = 3_600_000

const SECURITY_FAILED = 310000

type Cause = 'keyword' | 'sign' | 'timestamp' | 'ip'

/** One code for all causes; the page's texts and those seen on the wire in 2026. */
const texts: Readonly<Record<RefusalText, Readonly<Record<Cause, (ip: string) => string>>>> = {
  documented: {
    keyword: () => 'keywords not in content',
    sign: () => 'sign not match',
    timestamp: () => 'invalid timestamp',
    ip: (ip) => `ip ${ip} not in whitelist`,
  },
  current: {
    keyword: () =>
      '错误描述:关键词不匹配;解决方案:请联系群管理员查看此机器人的关键词，并在发送的信息中包含此关键词;',
    sign: () =>
      '错误描述:机器人发送签名不匹配;解决方案:请确认签名和生成签名的时间戳必须都放在调用的网址中，请确认机器人的密钥加密和填写正确;',
    // No newer wording of this cause was ever recorded.
    timestamp: () => 'invalid timestamp',
    ip: () => '错误描述:ip 不在白名单中;解决方案:请联系对应群的管理员，设置机器人安全ip地址段;',
  },
}

/** The robot's security settings; it may have several, and each must be met. */
export function checkSecurity(
  world: World,
  robot: WebhookRobot,
  request: SandboxRequest,
  messageTexts: string,
): Refusal | undefined {
  const cause = failedSetting(world, robot, request, messageTexts)
  if (!cause) return undefined
  const wording = world.profiles.get('dingtalk.robotRefusalText') === 'current' ? 'current' : 'documented'
  return refuse(`dingtalk.robot.${cause}`, SECURITY_FAILED, texts[wording][cause](request.ip))
}

function failedSetting(
  world: World,
  robot: WebhookRobot,
  { query, ip, at }: SandboxRequest,
  messageTexts: string,
): Cause | undefined {
  if (!world.ipGate.allows('dingtalk', robot.name, ip)) return 'ip'
  if (robot.keywords && !robot.keywords.some((keyword) => messageTexts.includes(keyword))) return 'keyword'
  return robot.secret === undefined ? undefined : failedSignature(robot.secret, query, at)
}

/** Both values are read from the URL only; headers of the same names are not looked at. */
function failedSignature(secret: string, query: URLSearchParams, now: number): Cause | undefined {
  const timestamp = query.get('timestamp')
  const sign = query.get('sign')
  if (!timestamp || !sign) return 'sign'
  if (!/^\d+$/.test(timestamp) || Math.abs(now - Number(timestamp)) > MOST_CLOCK_SKEW_MS) return 'timestamp'
  const wanted = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest()
  const given = Buffer.from(sign, 'base64')
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? undefined : 'sign'
}
