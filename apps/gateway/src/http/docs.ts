import { PROBLEMS, REASONS, type Text } from '@hongyan/contract'
import type { Language } from './language.ts'
import type { Route } from './route.ts'

const WORDS = {
  zh: {
    title: '鸿雁 API',
    intro:
      '所有地址都接受 API key：<code>Authorization: Bearer hk_…</code>。机器可读的描述：<a href="/openapi.json">openapi.json</a>。',
    call: '一次调用',
    routes: '地址',
    columns: ['方法', '地址', '权限', '用途'],
    problems: '请求被拒绝的代码',
    problemColumns: ['代码', 'HTTP', '含义', '怎么办'],
    reasons: '投递结果的代码',
    reasonColumns: ['代码', '状态', '含义', '怎么办'],
  },
  en: {
    title: 'Hongyan API',
    intro:
      'Every address takes an API key: <code>Authorization: Bearer hk_…</code>. For machines: <a href="/openapi.json">openapi.json</a>.',
    call: 'One call',
    routes: 'Addresses',
    columns: ['Method', 'Address', 'Scope', 'For'],
    problems: 'Codes of refused requests',
    problemColumns: ['Code', 'HTTP', 'Meaning', 'What to do'],
    reasons: 'Codes of deliveries',
    reasonColumns: ['Code', 'State', 'Meaning', 'What to do'],
  },
} as const

/** The API on one page, without scripts; everything on it comes from the rows and catalogues that are in force. */
export function docsPage(routes: readonly Route[], language: Language, origin: string): string {
  const words = WORDS[language]
  const say = (texts: Text) => texts[language]
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${words.title}</title><link rel="stylesheet" href="/docs/style.css"></head><body>
<nav><a href="/docs?lang=zh">中文</a> <a href="/docs?lang=en">English</a></nav>
<h1>${words.title}</h1><p>${words.intro}</p>
<h2>${words.call}</h2><pre>${escapeHtml(exampleCall(origin))}</pre>
<h2>${words.routes}</h2>
${table(
  words.columns,
  routes.map((route) => [
    route.method,
    `<code>${route.path}</code>`,
    route.scope,
    escapeHtml(say(route.summary)),
  ]),
)}
<h2>${words.problems}</h2>
${table(
  words.problemColumns,
  Object.entries(PROBLEMS).map(([code, kind]) => [
    anchor(code),
    String(kind.status),
    escapeHtml(say(kind)),
    escapeHtml(say(kind.next)),
  ]),
)}
<h2>${words.reasons}</h2>
${table(
  words.reasonColumns,
  Object.entries(REASONS).map(([code, kind]) => [
    `<code>${code}</code>`,
    kind.state,
    escapeHtml(say(kind)),
    escapeHtml(say(kind.remedy)),
  ]),
)}
</body></html>
`
}

export const DOCS_STYLE = `body{font:16px/1.6 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
table{border-collapse:collapse;width:100%}td,th{border:1px solid #ddd;padding:.3rem .6rem;text-align:left;vertical-align:top}
pre{background:#f5f5f5;padding:1rem;overflow:auto}nav{float:right}:target{background:#fff3bf}
@media (prefers-color-scheme:dark){body{color:#e6e6e6;background:#161616}pre{background:#222}td,th{border-color:#444}a{color:#8ab4f8}:target{background:#554a00}}
`

const exampleCall = (origin: string): string => `curl ${origin}/v1/messages \\
  -H 'Authorization: Bearer hk_…' -H 'Content-Type: application/json' -H 'Idempotency-Key: order-8812' \\
  -d '{"accounts": ["hr-ding"], "to": ["mobile:13800000001"], "content": {"type": "text", "text": "您的请假已通过"}}'`

const anchor = (code: string): string => `<code id="${code}">${code}</code>`

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<table><thead>${row('th', head)}</thead><tbody>${rows.map((cells) => row('td', cells)).join('\n')}</tbody></table>`

const row = (tag: 'td' | 'th', cells: readonly string[]): string =>
  `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`

const escapeHtml = (plain: string): string =>
  plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
