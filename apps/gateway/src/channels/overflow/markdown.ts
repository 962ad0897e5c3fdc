import { inlineSeam, type Span, spansOf } from './inline.ts'
import { type Line, type Seam, type Seams, seamsOf, splitLines } from './seams.ts'

type Words = ReturnType<typeof splitLines>[number]

/** A Markdown text may be cut where nothing breaks: fences and tables are closed and opened again with their head. */
export function markdownSeams(text: string): Seams {
  const words = splitLines(text)
  const lines: Line[] = []
  while (lines.length < words.length) {
    const at = lines.length
    lines.push(...(fenceAt(words, at) ?? tableAt(words, at) ?? paragraphAt(words, at)))
  }
  return seamsOf(text, lines)
}

/** A fenced block: cut between its lines, or inside one that alone is too long. */
function fenceAt(lines: readonly Words[], at: number): Line[] | undefined {
  const first = lines[at]
  const fence = /^ {0,3}(`{3,}|~{3,})[^`]*$/.exec(first?.words ?? '')?.[1]
  if (!first || fence === undefined) return undefined
  const closing = new RegExp(`^ {0,3}${fence[0]}{${fence.length},}\\s*$`)
  const last = lines.findIndex(({ words }, index) => index > at && closing.test(words))
  const body = lines.slice(at + 1, last === -1 ? undefined : last)
  const opened = `${first.words}\n`
  const bodyLines = body.map((line, index): Line => {
    const isLast = index === body.length - 1
    return lineOf(line, (at) => {
      if (at < line.end) return { at, closed: `\n${fence}`, opened }
      // The next piece would be an empty fence.
      return isLast ? undefined : { at, closed: fence, opened }
    })
  })
  const close = last === -1 ? [] : lines.slice(last, last + 1).map((line) => lineOf(line, onlyAtEnd(line)))
  return [lineOf(first, () => undefined), ...bodyLines, ...close]
}

const DELIMITERS = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/

/** A table: its head stays whole and stands above each piece of it. */
function tableAt(lines: readonly Words[], at: number): Line[] | undefined {
  const [head, delimiters] = lines.slice(at, at + 2)
  if (!head?.words.includes('|') || !delimiters || !DELIMITERS.test(delimiters.words)) return undefined
  const after = lines.findIndex(({ words }, index) => index > at + 1 && !words.includes('|'))
  const rows = lines.slice(at + 2, after === -1 ? undefined : after)
  const opened = `${head.words}\n${delimiters.words}\n`
  const rowLines = rows.map((line, index): Line => {
    const isLast = index === rows.length - 1
    const inside = insideOf(line, '')
    return lineOf(line, (at) => {
      if (at === line.end) return { at, closed: '', opened: isLast ? '' : opened }
      const seam = inside(at)
      return seam && { ...seam, opened: opened + seam.opened }
    })
  })
  const below = rows.length === 0 ? onlyAtEnd(delimiters) : () => undefined
  return [lineOf(head, () => undefined), lineOf(delimiters, below), ...rowLines]
}

/** Any other line; a heading or a quotation goes on as one. */
function paragraphAt(lines: readonly Words[], at: number): Line[] {
  const line = lines[at]
  if (!line) return []
  const lead = /^ {0,3}(?:#{1,6} +|(?:> ?)+)/.exec(line.words)?.[0] ?? ''
  const inside = insideOf(line, lead)
  return [lineOf(line, (cut) => (cut === line.end ? whole(cut) : inside(cut)))]
}

function insideOf({ start, words }: Words, lead: string): (at: number) => Seam | undefined {
  // Most lines are never cut, so most are never taken apart.
  let spans: readonly Span[] | undefined
  return (at) => {
    spans ??= spansOf(words)
    const seam = at - start > lead.length ? inlineSeam(words, spans, at - start) : undefined
    return seam && { at, closed: seam.closed, opened: lead + seam.opened }
  }
}

const lineOf = ({ start, end, words }: Words, seamAt: Line['seamAt']): Line => ({
  start,
  end,
  isBlank: words.trim() === '',
  seamAt,
})

const onlyAtEnd =
  ({ end }: Words) =>
  (at: number): Seam | undefined =>
    at === end ? whole(at) : undefined

/** Nothing is open there. */
const whole = (at: number): Seam => ({ at, closed: '', opened: '' })
