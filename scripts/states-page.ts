import {
  MOVES,
  OUTCOMES,
  type Outcome,
  RECALLS,
  type Recall,
  STATES,
  type State,
  type Text,
} from '@hongyan/contract'
import { bothLanguages, markdownTable } from './markdown-table.ts'

/** `docs/states.md`: what a delivery goes through, drawn from the moves that the store allows. */
export function renderStatesPage(): string {
  return [
    HEAD,
    diagram(moves().filter(({ from, to }) => isOnTheWay(from) && isOnTheWay(to))),
    ENDS_HEAD,
    diagram(moves().filter(({ from, to }) => !isOnTheWay(from) || !isOnTheWay(to))),
    '## 每个状态 · Every state\n',
    markdownTable(['state', '含义 meaning', '之后 next'], STATES.map(stateRow)),
    BESIDE,
    markdownTable(
      ['recall', '含义 meaning'],
      RECALLS.map((recall) => row(recall, RECALL_MEANINGS)),
    ),
    OUTCOMES_HEAD,
    markdownTable(
      ['outcome', '含义 meaning'],
      OUTCOMES.map((outcome) => row(outcome, OUTCOME_MEANINGS)),
    ),
  ].join('\n')
}

const HEAD = `# 状态 · States

<!-- 由 npm run generate 生成，请勿手改 · Written by npm run generate -->

一条消息发给一个人、经一个账号，就是一次**投递**（delivery），状态属于它。图中的箭头就是存储层允许的全部变化；其他变化会被拒绝。

One message to one person by one account is a **delivery**, and the state is its own. The arrows are all the moves that the store allows; it refuses every other.

## 一路顺利 · The good way
`

const ENDS_HEAD = `箭头往回有两种：\`sending → queued\`，请求确定没有发出或没有执行；\`sent → queued\`，平台的结果说是分钟限额丢弃的，确定没有收到。两种都会重新发送。

Two arrows lead back: \`sending → queued\`, as the request provably was not executed; \`sent → queued\`, as the report says that a minute limit dropped it, so it
provably was not received. Both are sent again.

## 其他结局 · Other ends
`

const BESIDE = `\`final: true\` 表示不会再变（除非有迟到的证据）：到了渠道能确认的最高状态，到了某个结局，或过了平台可查询的时间。
\`verified: true\` 表示向平台问过这个人的结果；没有问过的停在 \`sent\`，不会被说成送达。

\`final: true\`: it will not change any more, save by late evidence: the best state of the channel is reached, or an end, or the platform can no longer be asked.
\`verified: true\`: the platform was asked what became of this person; who was not asked about stays \`sent\` and is never called delivered.

## 撤回 · Recall

撤回不改变状态，它是旁边的一个字段；\`readAt\` 会保留。Taking back leaves the state alone: it is a field beside it, and \`readAt\` is kept.
`

const OUTCOMES_HEAD = `## 一次尝试的结果 · Outcomes of an attempt

一次平台调用可以尝试几次；每次尝试都留有记录（\`GET /v1/deliveries/:id\`）。One platform call may be tried several times; each attempt is kept.
`

const MEANINGS: Readonly<Record<State, Text>> = {
  scheduled: { zh: '定时，尚未开始（保留）', en: 'To start later (reserved)' },
  resolving: { zh: '正在查这是平台上的谁', en: 'Who this is on the platform is being looked up' },
  queued: { zh: '等待发出：限额、顺序或重试', en: 'Waits to go out: for a limit, its turn or another try' },
  sending: {
    zh: '已写下要发什么，正在调用平台',
    en: 'What will be sent is on disk, and the call is under way',
  },
  sent: { zh: '平台已接受', en: 'The platform accepted it' },
  delivered: { zh: '平台点名：此人已收到', en: 'The platform names this person as reached' },
  read: { zh: '平台点名：此人已读', en: 'The platform names this person as having read it' },
  invalid: { zh: '查无此人，或不在应用可见范围内', en: 'No such person, or outside the app’s visible range' },
  forbidden: { zh: '被平台过滤，附平台代码', en: 'Filtered by the platform, with its code' },
  failed: { zh: '没有发成', en: 'It did not go out' },
  suppressed: {
    zh: '不必发：同一个人，或发送者选择不重复',
    en: 'Not needed: the same person, or a repeat the sender did not want',
  },
  expired: { zh: '到期仍未发出', en: 'It had not gone out in time' },
  cancelled: { zh: '发出前已取消', en: 'Cancelled before it went out' },
  unknown: {
    zh: '不知道：没有回答，或结果里没有此人',
    en: 'Nobody knows: no answer, or the result does not name the person',
  },
}

const RECALL_MEANINGS: Readonly<Record<Recall, Text>> = {
  none: { zh: '没有要求撤回', en: 'Not asked for' },
  requested: { zh: '已要求，正在进行', en: 'Asked for, under way' },
  recalled: { zh: '平台已撤回', en: 'The platform has taken it back' },
  failed: { zh: '平台拒绝', en: 'The platform refused' },
  too_late: { zh: '超过平台的撤回期限', en: 'The platform’s time for it has passed' },
  impossible: { zh: '渠道不支持，或没有回执', en: 'The channel cannot, or there is no receipt' },
}

const OUTCOME_MEANINGS: Readonly<Record<Outcome, Text>> = {
  accepted: { zh: '平台接受', en: 'The platform took it' },
  rejected: {
    zh: '平台拒绝：同样的请求再发还是拒绝',
    en: 'The platform refused and would refuse the same again',
  },
  throttled: { zh: '平台要求慢一些：没有执行', en: 'The platform asked to slow down: not executed' },
  not_sent: { zh: '没有发出', en: 'It did not leave' },
  ambiguous: { zh: '发出了，但没有可用的回答', en: 'It left, and no usable answer came' },
}

interface Move {
  readonly from: State
  readonly to: State
}

const moves = (): Move[] => STATES.flatMap((from) => MOVES[from].map((to) => ({ from, to })))

const ON_THE_WAY: readonly State[] = [
  'scheduled',
  'resolving',
  'queued',
  'sending',
  'sent',
  'delivered',
  'read',
]
const isOnTheWay = (state: State): boolean => ON_THE_WAY.includes(state)

const diagram = (arrows: readonly Move[]): string =>
  ['```mermaid', 'stateDiagram-v2', ...arrows.map(({ from, to }) => `  ${from} --> ${to}`), '```', ''].join(
    '\n',
  )

function stateRow(state: State): string[] {
  const next = MOVES[state].map((to) => `\`${to}\``).join(', ')
  return [`\`${state}\``, bothLanguages(MEANINGS[state]), next || '—']
}

const row = <Word extends string>(word: Word, meanings: Readonly<Record<Word, Text>>): string[] => [
  `\`${word}\``,
  bothLanguages(meanings[word]),
]
