import type { Seam } from './seams.ts'

/** A stretch of a line that belongs together. */
export interface Span {
  readonly start: number
  readonly end: number
  /** The marks that may be closed before a cut and opened again after it; none, if a cut would break it. */
  readonly marks: { readonly opened: string; readonly closed: string } | undefined
}

/** Ends at white space and at the punctuation that follows an address in Chinese. */
const URL_SOURCE = String.raw`https?:\/\/[^\s<>，。；：、！？（）《》“”]+`

const URLS = new RegExp(URL_SOURCE, 'gi')

/**
 * How long a stretch may be to be seen as one; without bounds a line of unpaired marks would take time by its square.
 * Unit: UTF-16 units.
 */
const LONGEST_WORDS = 1000
const LONGEST_ADDRESS = 2048

/** In order: escapes, links and pictures, autolinks, bare addresses; code; coloured words; emphasis. */
const MARKDOWN = new RegExp(
  [
    String.raw`\\[^\w\s]`,
    String.raw`!?\[[^\]\n]{0,${LONGEST_WORDS}}\]\([^)\n]{0,${LONGEST_ADDRESS}}\)`,
    String.raw`<https?:[^>\s]{0,${LONGEST_ADDRESS}}>`,
    URL_SOURCE,
    String.raw`(?<tick>\x60+)(?<code>.{1,${LONGEST_WORDS}}?)(?<!\x60)\k<tick>(?!\x60)`,
    String.raw`<(?<tag>\w{1,10})(?<attributes>[^<>]{0,100})>.{0,${LONGEST_WORDS}}?<\/\k<tag>>`,
    String.raw`(?<star>\*\*|~~|\*)(?=\S).{1,${LONGEST_WORDS}}?(?<=\S)\k<star>`,
    String.raw`(?<!\w)(?<under>__|_)(?=\S).{1,${LONGEST_WORDS}}?(?<=\S)\k<under>(?!\w)`,
  ].join('|'),
  'gi',
)

export const addressesIn = (line: string): Span[] =>
  [...line.matchAll(URLS)].map(({ 0: url, index }) => ({
    start: index,
    end: index + url.length,
    marks: undefined,
  }))

/** Links, code, emphasis and colours of one line of Markdown, outermost first. */
export function spansOf(line: string, offset = 0): Span[] {
  return [...line.matchAll(MARKDOWN)].flatMap(({ 0: whole, index, groups = {} }) => {
    const start = offset + index
    const marks = marksOf(groups)
    const span: Span = { start, end: start + whole.length, marks }
    if (!marks || groups.code !== undefined) return [span]
    return [
      span,
      ...spansOf(whole.slice(marks.opened.length, -marks.closed.length), start + marks.opened.length),
    ]
  })
}

function marksOf(groups: Record<string, string | undefined>): Span['marks'] {
  const { tag, attributes } = groups
  const around = groups.tick ?? groups.star ?? groups.under
  if (around !== undefined) return { opened: around, closed: around }
  return tag === undefined ? undefined : { opened: `<${tag}${attributes}>`, closed: `</${tag}>` }
}

/** The seam inside a line, given its spans; undefined inside a link, an address or a mark. */
export function inlineSeam(
  line: string,
  spans: readonly Span[],
  at: number,
): Pick<Seam, 'closed' | 'opened'> | undefined {
  let closed = ''
  let opened = ''
  for (const { start, end, marks } of spans) {
    if (at <= start || at >= end) continue
    if (!marks || at <= start + marks.opened.length || at >= end - marks.closed.length) return undefined
    closed = marks.closed + closed
    opened += marks.opened
  }
  // Emphasis beside a space is none: ** words** stays as it is written.
  const isBesideSpace = /\s/.test(line.slice(at - 1, at + 1))
  return closed !== '' && isBesideSpace ? undefined : { closed, opened }
}
