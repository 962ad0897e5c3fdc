import { CONTENT_TYPES, type Text } from '@hongyan/contract'
import { CHANNELS } from '../apps/gateway/src/channels/all.ts'
import type { Channel, Limit, ReplayRule } from '../apps/gateway/src/channels/channel.ts'
import { formOf } from '../apps/gateway/src/channels/fields.ts'
import { bothLanguages, markdownTable } from './markdown-table.ts'

/** `docs/channels.md`: what every channel says of itself, as tables. */
export function renderChannelsPage(): string {
  return [HEAD, ...[...CHANNELS.values()].map(renderChannel), ADDING, ''].join('\n')
}

const HEAD = `# 渠道 · Channels

<!-- 由 npm run generate 生成，请勿手改 · Written by npm run generate -->

每个渠道自己的声明：凭证在哪里找、每种内容以什么形式发出、会损失什么、长度与频率上限（含出处）、能确认到哪一步。

What each channel says of itself: where to find its credentials, how each kind of content goes out and what is lost, lengths and limits with their source, and
how much it can confirm.
`

const ADDING = `## 新增渠道 · Adding a channel

1. 在 \`apps/gateway/src/channels/<平台>/\` 写一个文件，导出一个 \`Channel\`（端口见 \`channel.ts\` 与 \`session.ts\`）。
   One file in \`apps/gateway/src/channels/<platform>/\` exports a \`Channel\`; the port is \`channel.ts\` and \`session.ts\`.
2. 在 \`channels/index.ts\` 加一行。账号表单、限额、接口和命令行随之而来。
   One line in \`channels/index.ts\`: account form, limits, API and command line follow.
3. 在测试里用 \`testChannel(channel, makeBench)\`（\`conformance.ts\`）证明它守约，再运行 \`npm run generate\`。
   A test holds it against \`testChannel(channel, makeBench)\` of \`conformance.ts\`; then \`npm run generate\`.

一个文件就够的例子 · An example in one file: [test-fixture-channel.ts](../apps/gateway/src/channels/test-fixture-channel.ts).`

function renderChannel(channel: Channel): string {
  const { name, title } = channel
  return [
    `## ${name} · ${title.zh} · ${title.en}\n`,
    markdownTable(['', ''], facts(channel)),
    `### 凭证 · Credentials\n`,
    markdownTable(['字段 field', '名称 label', '在哪里找 where to find it'], credentialRows(channel)),
    `### 内容 · Content\n`,
    markdownTable(['内容 content', '平台类型 goes out as', '说明 remarks'], renderingRows(channel)),
    `### 长度 · Lengths\n`,
    markdownTable(['字段 measured', '上限 at most', '超出 beyond', '出处 source'], budgetRows(channel)),
    `### 频率与配额 · Limits\n`,
    markdownTable(['按 owner', '范围 scope', '上限 limit', '超出 beyond', '出处 source'], limitRows(channel)),
  ].join('\n')
}

function facts(channel: Channel): string[][] {
  const { recipients, ceiling, recall, report } = channel
  const named =
    recipients === 'fixed'
      ? '固定地址 fixed address'
      : Object.entries(recipients)
          .map(([kind, most]) => `${kind} ≤ ${most}`)
          .join(', ')
  return [
    ['一次调用的接收者 recipients of one call', named],
    ['按手机号、邮箱查找 looks up', channel.app.lookUps.join(', ') || '—'],
    ['最多确认到 confirms up to', `\`${ceiling}\``],
    ['结果查询 report', report ? `≤ ${report.maxPeople} 人 people, ${hours(report.windowMs)}` : '—'],
    ['撤回 recall', recall ? hours(recall.windowMs) : '—'],
    ['无应答时重放 replay', replayText(channel.replay)],
  ]
}

function replayText(rule: ReplayRule): string {
  switch (rule.kind) {
    case 'none':
      return '—'
    case 'same_day':
      return '当天，内容逐字节相同 the same day, byte for byte'
    case 'window':
      return `${rule.windowMs / 60_000} min，内容逐字节相同 byte for byte`
  }
}

const hours = (ms: number): string => `${ms / 3_600_000} h`

/** From the JSON Schema that every form is made of. */
function credentialRows({ app }: Channel): string[][] {
  const { properties = {}, required = [] }: { properties?: object; required?: string[] } = formOf(
    app.credentials,
  )
  return Object.entries(properties).map(([name, schema]) => {
    const { label, where, writeOnly }: { label?: Text; where?: Text; writeOnly?: boolean } = Object(schema)
    const marks = [required.includes(name) ? '' : '可选 optional', writeOnly ? '密钥 secret' : '']
    return [[`\`${name}\``, ...marks.filter(Boolean)].join(', '), bothLanguages(label), bothLanguages(where)]
  })
}

function renderingRows({ renderings }: Channel): string[][] {
  return CONTENT_TYPES.map((type) => {
    const { as, otherwise, degraded } = renderings[type]
    const types = [as ?? '—', ...(otherwise ? [otherwise] : [])].map((each) => `\`${each}\``).join(' / ')
    return [`\`${type}\``, types, bothLanguages(degraded)]
  })
}

function budgetRows({ budgets }: Channel): string[][] {
  return budgets.map(({ measure, size, unit, beyond, source }) => [
    `\`${measure}\``,
    `${size} ${unit}`,
    beyond === 'truncated' ? '平台会截断，这里拒绝 cut off there, hence refused here' : '拒绝 refused',
    `${source.page}, ${source.date}`,
  ])
}

function limitRows({ limits }: Channel): string[][] {
  return limits.map((limit) => [
    limit.owner,
    `\`${limit.scope}\``,
    `${limit.limit}${limit.perSeat ? ' × seats' : ''} ${limit.unit} / ${spanOf(limit)}`,
    bothLanguages(limit.beyond),
    `${limit.source.page}, ${limit.source.date}`,
  ])
}

const spanOf = (limit: Limit): string => ('windowMs' in limit ? `${limit.windowMs / 1000} s` : limit.period)
