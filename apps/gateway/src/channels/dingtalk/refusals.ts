import type { ReasonCode } from '@hongyan/contract'
import type { AnyPlatformCallError } from '@hongyan/platform-call'
import type { RefusalMeaning, RefusalTable } from '../failure.ts'
import type { Blame } from '../session.ts'

/** What a refused call means here. Source of the codes: 钉钉「全局错误码」 and 「自定义机器人发送群消息」, 2026-08-22. */
const MEANINGS: readonly { codes: readonly string[]; code: ReasonCode; blames: Blame }[] = [
  {
    codes: ['40013', '40089', '40096', 'invalidClientIdOrSecret', 'invalid.client', 'unauthorized.client'],
    code: 'secret_wrong',
    blames: 'app',
  },
  { codes: ['40056', '41011', '52019', '70003', '70004'], code: 'agent_wrong', blames: 'app' },
  { codes: ['60020', 'ip.not.match'], code: 'ip_not_trusted', blames: 'app' },
  { codes: ['60011', '43007', '41044'], code: 'permission_missing', blames: 'app' },
  { codes: ['300001', '300005', '400101'], code: 'secret_wrong', blames: 'app' },
  {
    codes: ['33012', '40003', '40031', '41009', '46004', '60111', '60120', '60121'],
    code: 'unknown_user',
    blames: 'recipients',
  },
  { codes: ['50002', '50004'], code: 'out_of_range', blames: 'recipients' },
  { codes: ['40009', '60003'], code: 'unknown_audience', blames: 'recipients' },
  {
    codes: ['40048', '41049', '430101', '430102', '430103', '430104'],
    code: 'content_banned',
    blames: 'content',
  },
  {
    codes: [
      ...['34004', '34008', '34009', '34010', '34011', '34014', '34016', '40007', '40008', '40033'],
      ...['41006', '41015', '41101', '44003', '44004', '45002', '45008', '400105', '460101'],
    ],
    code: 'content_rejected',
    blames: 'content',
  },
]

const byCode = new Map<string, RefusalMeaning>(
  MEANINGS.flatMap(({ codes, code, blames }) => codes.map((each) => [each, { code, blames }] as const)),
)

/** Throttling codes and the limits they speak of. */
const SCOPES: Readonly<Record<string, readonly string[]>> = {
  '90020': ['calls-month'],
  '41045': ['work-everyone-day'],
  '41047': ['work-recipients-minute'],
  '130101': ['messages-minute'],
  '410100': ['messages-minute'],
  '660026': ['messages-minute'],
  '1111': ['dingtalk-calls'],
  '20001': ['webhook-calls-month'],
}

/**
 * Refusals as one channel reads them. A throttling code that names no limit ("busy", "too fast") holds back only
 * `interfaceScope`, so that the organisation's other accounts go on.
 */
const refusalsOf = (interfaceScope: string): RefusalTable => ({
  meaningOf: (error) => byCode.get(error.code ?? '') ?? meaningOfKind(error),
  scopesOf: ({ code }) => SCOPES[code ?? ''] ?? [interfaceScope],
})

export const workRefusals = refusalsOf('asyncsend_v2')
export const webhookRefusals = refusalsOf('messages-minute')

/** 310000 stands for a robot's keyword, signature and address alike; only its address is not the content's fault. */
function meaningOfKind({ kind, code, platformMessage = '' }: AnyPlatformCallError): RefusalMeaning {
  if (kind === 'token') return { code: 'secret_wrong', blames: 'app' }
  if (kind === 'invalid') return { code: 'content_rejected', blames: 'content' }
  if (code !== '310000') return { code: 'rejected', blames: 'content' }
  if (/白名单|whitelist/i.test(platformMessage)) return { code: 'ip_not_trusted', blames: 'app' }
  if (/关键词|keyword/i.test(platformMessage)) return { code: 'content_rejected', blames: 'content' }
  return { code: 'secret_wrong', blames: 'app' }
}
