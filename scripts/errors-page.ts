import { PROBLEMS, type ProblemKind, REASONS, type Reason, STATES } from '@hongyan/contract'
import { bothLanguages, markdownTable } from './markdown-table.ts'

/** `docs/errors.md`: every code that a request is refused with, and every code that a delivery may end with. */
export const renderErrorsPage = (): string => [HEAD, problems(), REASONS_HEAD, reasons()].join('\n')

const HEAD = `# 错误与原因 · Errors and reasons

<!-- 由 npm run generate 生成，请勿手改 · Written by npm run generate -->

程序只认 \`code\`；句子给人看，按 \`Accept-Language\` 给中文或英文。代码一经发布不改名。

Programs look at \`code\` only; the sentences are for people, in Chinese or English by \`Accept-Language\`. A published code keeps its name.

## 请求被拒绝 · Refused requests

回答是 RFC 9457 的 \`application/problem+json\`：\`code\`、\`field\`（哪个字段）、\`value\`（收到了什么，不含秘密）、\`next\`（怎么办）。**被拒绝的请求什么都没有写下。**
429 和 503 带 \`Retry-After\`；重试请用同一个 \`Idempotency-Key\`。

The answer is \`application/problem+json\` (RFC 9457): \`code\`, \`field\`, \`value\` (what was found there, never a secret), \`next\` (what to do).
**A refused request has written nothing.** 429 and 503 carry \`Retry-After\`; retry with the same \`Idempotency-Key\`.
`

const REASONS_HEAD = `## 送达的原因 · Reasons of deliveries

被接受的消息里，每个没有成功的人都有一个原因：\`code\`，平台自己的代码和原文（\`platformCode\`、\`platformText\`），以及办法（\`remedy\`）。状态见 [states.md](states.md)。

In an accepted message everybody who was not reached has a reason: \`code\`, the platform's own code and text (\`platformCode\`, \`platformText\`), and what helps
(\`remedy\`). For the states see [states.md](states.md).
`

/** By HTTP status, so that what is treated alike stands together; within one as the catalogue has them. */
function problems(): string {
  const rows = Object.entries<ProblemKind>(PROBLEMS)
    .sort(([, one], [, other]) => one.status - other.status)
    .map(([code, kind]) => [
      String(kind.status),
      `\`${code}\``,
      bothLanguages(kind),
      bothLanguages(kind.next),
    ])
  return markdownTable(['HTTP', 'code', '含义 meaning', '怎么办 what to do'], rows)
}

function reasons(): string {
  const all = Object.entries<Reason>(REASONS)
  const rows = STATES.flatMap((state) => all.filter(([, reason]) => reason.state === state)).map(
    ([code, reason]) => [
      `\`${reason.state}\``,
      `\`${code}\``,
      bothLanguages(reason),
      bothLanguages(reason.remedy),
    ],
  )
  return markdownTable(['state', 'code', '含义 meaning', '怎么办 what to do'], rows)
}
