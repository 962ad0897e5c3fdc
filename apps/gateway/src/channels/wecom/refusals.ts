import type { ReasonCode } from '@hongyan/contract'
import type { RefusalMeaning, RefusalTable } from '../failure.ts'
import type { Blame } from '../session.ts'

/** What a refused call means here. Source of the codes: 企业微信「全局错误码」, 2024-04-08. */
const MEANINGS: readonly { codes: readonly string[]; code: ReasonCode; blames: Blame }[] = [
  { codes: ['40001', '40013', '40091', '41002', '41004', '45031'], code: 'secret_wrong', blames: 'app' },
  { codes: ['301002', '40056'], code: 'agent_wrong', blames: 'app' },
  { codes: ['48002'], code: 'contacts_secret', blames: 'app' },
  { codes: ['60020'], code: 'ip_not_trusted', blames: 'app' },
  { codes: ['48001', '60011', '50001'], code: 'permission_missing', blames: 'app' },
  { codes: ['48004', '48005', '48006', '50003', '60031', '301007'], code: 'rejected', blames: 'app' },
  { codes: ['40003', '40031', '60111', '81013'], code: 'unknown_user', blames: 'recipients' },
  { codes: ['60021'], code: 'out_of_range', blames: 'recipients' },
  { codes: ['40066', '40068'], code: 'unknown_audience', blames: 'recipients' },
  { codes: ['701099', '701016'], code: 'unlicensed', blames: 'recipients' },
  { codes: ['82004', '85002'], code: 'content_banned', blames: 'content' },
  {
    codes: [
      '40008',
      '40033',
      '40035',
      '40039',
      '40058',
      '40063',
      '40074',
      '44004',
      '45002',
      '45008',
      '45034',
    ],
    code: 'content_rejected',
    blames: 'content',
  },
]

const byCode = new Map<string, RefusalMeaning>(
  MEANINGS.flatMap(({ codes, code, blames }) => codes.map((each) => [each, { code, blames }] as const)),
)

export const wecomRefusals: RefusalTable = {
  meaningOf({ code, kind }) {
    const known = byCode.get(code ?? '')
    if (known) return known
    if (kind === 'token') return { code: 'secret_wrong', blames: 'app' }
    return { code: kind === 'invalid' ? 'content_rejected' : 'rejected', blames: 'content' }
  },
  // 45009 does not say which limit was met.
  scopesOf: () => [],
}
