import {
  areaOf,
  type Confidence,
  confidences,
  type Fact,
  factPlatforms,
  loadFacts,
  type Reason,
  reasons,
} from './facts.ts'

const platformNames = { dingtalk: '钉钉 DingTalk', wecom: '企业微信 WeCom' } as const

/** In the order of the pages; an area that is missing here stops the page from being written. */
const areaNames: Readonly<Record<string, string>> = {
  'dingtalk.token': '获取 token · Token',
  'dingtalk.gateway': '网关与报文 · Gateway and envelopes',
  'dingtalk.user': '查找用户 · Finding users',
  'dingtalk.send': '发送工作通知 · Sending work notifications',
  'dingtalk.message': '工作通知的消息类型 · Types of work notifications',
  'dingtalk.allowance': '工作通知的配额 · Quotas of work notifications',
  'dingtalk.task': '进度与结果 · Progress and result',
  'dingtalk.recall': '撤回 · Recall',
  'dingtalk.template': '模板发送 · Sending by template',
  'dingtalk.robot': '自定义群机器人 · Webhook robots',
  'dingtalk.robot-refusal': '机器人的拒绝 · Refusals of robots',
  'dingtalk.media': '上传媒体文件 · Media',
  'dingtalk.enterprise-robot': '企业机器人 · Enterprise robots',
  'dingtalk.card': '互动卡片 · Interactive cards',
  'dingtalk.push': '事件与 Stream · Events and Stream',
  'dingtalk.quota': '限流与调用量 · Rates and monthly calls',
  'wecom.transport': '传输与报文 · Transport and envelope',
  'wecom.token': '获取 token · Token',
  'wecom.ip': '企业可信 IP · Trusted IP',
  'wecom.user': '查找成员 · Finding members',
  'wecom.send': '发送应用消息 · Sending application messages',
  'wecom.answer': '发送的返回 · What a send answers',
  'wecom.message': '应用消息的类型 · Types of application messages',
  'wecom.card': '模版卡片 · Template cards',
  'wecom.update': '更新卡片与统计 · Updating cards, statistics',
  'wecom.media': '素材 · Media',
  'wecom.appchat': '应用群聊 · Groups made by apps',
  'wecom.callback': '回调 · Callbacks',
  'wecom.refusal': '发送的拒绝 · Refusals of a send',
  'wecom.recall': '撤回 · Recall',
  'wecom.robot': '群机器人 · Group robots',
  'wecom.quota': '频率限制 · Frequency limits',
  'wecom.general': '通用错误码 · General codes',
  'wecom.fault': '故障 · Faults',
}

const confidenceNames: Readonly<Record<Confidence, string>> = {
  doc: '平台文档或官方 SDK · the platform’s own page or SDK',
  captured: '真实返回的记录 · a recorded answer of the live platform',
  code: '第三方代码、日志或探测 · third-party code, logs or probes',
  recall: '未经证实的常识 · general knowledge, unconfirmed',
  inferred: '推断 · a conclusion from the sources named',
  sim: '模拟器自己的选择 · a choice of the sandbox',
}

const reasonNames: Readonly<Record<Reason, string>> = {
  'ISV only': '仅第三方应用 · ISV only',
  undocumented: '触发条件未公开 · undocumented',
  'issue 4': '后续版本 · issue 4',
}

const TESTED = '✓ 已测 tested'

/** `docs/fidelity.md`: every fact with its source, and whether the sandbox was shown to keep to it. */
export function renderFidelityPage(): string {
  const facts = factPlatforms.flatMap((platform) => loadFacts(platform))
  return [intro, totals(facts), legend(facts), ...factPlatforms.map(platformSection)]
    .join('\n\n')
    .concat('\n')
}

const intro = `# 仿真度 · Fidelity

<!-- 由 npm run generate 生成，请勿手改 · Written by npm run generate -->

沙箱所依据的每一条平台事实：错误码、限额、字面示例、行为，以及出处和日期。「已测」指直接用 HTTP 请求沙箱验证（不经过我们的客户端），
并且在悬而未决问题的两组相反答案下都成立。未测的行写明原因。日期是出处自己的日期；出处没有日期时，是阅读日期。

Every platform fact the sandbox goes by: codes, limits, literal examples and behaviours, each with its source and date. *Tested* means shown against the
sandbox by raw HTTP, not through our clients, under two opposed sets of answers to the open questions. A row that is not tested says why. The date is the
source's own or, where it has none, the day it was read.`

function totals(facts: readonly Fact[]): string {
  const count = (platform: string, verdict: string) =>
    facts.filter((fact) => fact.id.startsWith(`${platform}.`) && verdictOf(fact) === verdict).length
  const verdicts = [TESTED, ...reasons.map((reason) => reasonNames[reason])]
  const rows = factPlatforms.map((platform) => {
    const counts = verdicts.map((verdict) => count(platform, verdict))
    return [platformNames[platform], ...counts, sum(counts)]
  })
  return ['## 合计 · Totals', table(['', ...verdicts, '全部 all'], rows)].join('\n\n')
}

function legend(facts: readonly Fact[]): string {
  const rows = confidences.map((confidence) => [
    confidence,
    confidenceNames[confidence],
    facts.filter((fact) => fact.confidence === confidence).length,
  ])
  return ['## 可信度 · Confidence', table(['标记 mark', '含义 meaning', '行数 rows'], rows)].join('\n\n')
}

function platformSection(platform: (typeof factPlatforms)[number]): string {
  const facts = loadFacts(platform)
  const unnamed = facts.find((fact) => areaNames[areaOf(fact)] === undefined)
  if (unnamed) throw new Error(`${unnamed.id}: the page has no heading for its area`)
  const areas = Object.keys(areaNames).filter((area) => area.startsWith(`${platform}.`))
  const sections = areas.map((area) => {
    const rows = facts.filter((fact) => areaOf(fact) === area).map(rowOf)
    return `### ${areaNames[area]}\n\n${table(['事实 fact', '可信度 confidence', '出处 source', '状态 state'], rows)}`
  })
  return [`## ${platformNames[platform]}`, ...sections].join('\n\n')
}

function rowOf(fact: Fact): string[] {
  const { title, confidence, page } = fact
  const shown = literalOf(fact)
  return [
    shown ? `${shown}<br>${cell(title)}` : cell(title),
    confidence,
    `${cell(page.title)}, ${page.date}`,
    verdictOf(fact),
  ]
}

function verdictOf({ reason }: Fact): string {
  return reason ? reasonNames[reason] : TESTED
}

/** What a reader looks for: the code, the figure, the path. Bodies of examples would burst the table. */
function literalOf(fact: Fact): string {
  if (isOf(fact, 'code')) return `${code(fact.literal.code)} ${cell(fact.literal.text)}`.trim()
  if (isOf(fact, 'limit'))
    return cell(`**${fact.literal.value}** ${fact.literal.unit} → ${fact.literal.beyond}`)
  if (isOf(fact, 'endpoint')) return code(`${fact.literal.method} ${fact.literal.path}`)
  if (isOf(fact, 'message_type')) return code(fact.literal.msgtype)
  return ''
}

function isOf<Kind extends Fact['kind']>(fact: Fact, kind: Kind): fact is Fact<Kind> {
  return fact.kind === kind
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function code(text: string | number): string {
  return `\`${text}\``
}

/** Keeps a text from ending its cell, from becoming a tag and from being read as markup. */
function cell(text: string): string {
  return text
    .replaceAll('<', '&lt;')
    .replace(/[|\\`$]/g, '\\$&')
    .replaceAll('\n', ' ')
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
