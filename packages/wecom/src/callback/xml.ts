import { CallbackRefusedError } from './refusal.ts'

/** An element: its text, or its children. */
export interface XmlElement {
  readonly name: string
  readonly text: string
  readonly children: readonly XmlElement[]
}

/** Deepest documented: xml, SelectedItems, SelectedItem, OptionIds, OptionId. */
const DEEPEST = 8
/** A callback's plain text; documented texts have 2 KB. Unit: UTF-16 units. */
const LONGEST = 262_144

/**
 * Reads the XML of callbacks and nothing else: elements without attributes, text, CDATA. Declarations, document types,
 * comments, processing instructions and entities other than XML's own five are refused, so that there is nothing to
 * expand and nothing to fetch.
 *
 * @throws CallbackRefusedError
 */
export function parseXml(source: string): XmlElement {
  if (source.length > LONGEST) throw malformed(`it is longer than ${LONGEST} characters`)
  return new XmlReader(source).document()
}

/** The text of a child; undefined if there is none. */
export const textOf = (element: XmlElement, name: string): string | undefined =>
  element.children.find((child) => child.name === name)?.text

/** The children of a name. */
export const childrenOf = (element: XmlElement | undefined, name: string): readonly XmlElement[] =>
  element?.children.filter((child) => child.name === name) ?? []

class XmlReader {
  readonly #source: string
  #at = 0

  constructor(source: string) {
    this.#source = source
  }

  document(): XmlElement {
    this.#take(BLANKS)
    const root = this.#element(0)
    this.#take(BLANKS)
    if (this.#at < this.#source.length) throw malformed('something follows its end')
    return root
  }

  #element(depth: number): XmlElement {
    if (depth > DEEPEST) throw malformed('it is nested too deep')
    const [, name = '', empty = ''] = this.#take(OPENING) ?? this.#fail()
    if (empty) return { name, text: '', children: [] }
    const children: XmlElement[] = []
    let text = ''
    while (!this.#source.startsWith('</', this.#at)) {
      if (this.#source.startsWith('<![CDATA[', this.#at)) text += this.#cdata()
      else if (this.#source[this.#at] === '<') children.push(this.#element(depth + 1))
      else text += this.#characters()
    }
    const [, closed] = this.#take(CLOSING) ?? this.#fail()
    if (closed !== name) throw malformed('its elements do not close in order')
    if (children.length > 0 && text.trim() !== '') throw malformed('it mixes text and elements')
    return { name, text: children.length > 0 ? '' : text, children }
  }

  #cdata(): string {
    const start = this.#at + '<![CDATA['.length
    const end = this.#source.indexOf(']]>', start)
    if (end < 0) throw malformed('it breaks off')
    this.#at = end + ']]>'.length
    return this.#source.slice(start, end)
  }

  #characters(): string {
    const [text] = this.#take(CHARACTERS) ?? this.#fail()
    return text.replace(/&([^;]*);?/g, (_reference, name: string) => {
      const character = FIVE_ENTITIES.get(name)
      if (character === undefined) throw malformed('it holds an entity')
      return character
    })
  }

  /** Matches where the reader stands, and goes on. */
  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#source)
    if (match) this.#at = pattern.lastIndex
    return match
  }

  #fail(): never {
    throw malformed(this.#at >= this.#source.length ? 'it breaks off' : 'it is no XML of callbacks')
  }
}

const BLANKS = /[ \t\r\n]*/y
const OPENING = /<([A-Za-z_][\w.-]{0,63})[ \t\r\n]*(\/?)>/y
const CLOSING = /<\/([A-Za-z_][\w.-]{0,63})[ \t\r\n]*>/y
const CHARACTERS = /[^<]+/y
const FIVE_ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

const malformed = (why: string) => new CallbackRefusedError('malformed', `its XML cannot be read: ${why}`)

/** Text as CDATA; an end mark inside it is cut in two. */
export const cdata = (text: string): string => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
