/** Text, a number, or elements; a list repeats its element. */
export type XmlValue = string | number | XmlFields | readonly (string | XmlFields)[]
export interface XmlFields {
  readonly [name: string]: XmlValue | undefined
}

/** One element named `xml`, as the platform pushes: text in CDATA, numbers bare. */
export function writeXml(fields: XmlFields): string {
  return `<xml>${writeFields(fields)}</xml>`
}

function writeFields(fields: XmlFields): string {
  return Object.entries(fields)
    .map(([name, value]) => (value === undefined ? '' : writeElement(name, value)))
    .join('')
}

function writeElement(name: string, value: XmlValue): string {
  if (isList(value)) return value.map((one) => writeElement(name, one)).join('')
  if (typeof value === 'number') return `<${name}>${value}</${name}>`
  // CDATA cannot hold its own end: it is closed and opened again between the brackets.
  if (typeof value === 'string')
    return `<${name}><![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>`
  return `<${name}>${writeFields(value)}</${name}>`
}

/** Array.isArray does not tell a read-only list from the rest of a union. */
function isList(value: XmlValue): value is readonly (string | XmlFields)[] {
  return Array.isArray(value)
}

/** An element that was read. */
export interface XmlElement {
  readonly name: string
  readonly text: string
  readonly children: readonly XmlElement[]
}

/** Deeper nesting appears in no message. */
const MOST_DEPTH = 16

/** The root element of what an app answers; undefined if it is not well formed, has attributes or a document type. */
export function readXml(xml: string): XmlElement | undefined {
  const reader = new Reader(xml.replace(/^\uFEFF?\s*(?:<\?xml[^>]*\?>)?\s*/, ''))
  const root = reader.element(0)
  return root && reader.isAtEnd() ? root : undefined
}

export function childText(element: XmlElement, name: string): string {
  return element.children.find((child) => child.name === name)?.text ?? ''
}

const OPENING = /<([A-Za-z][\w.-]*)\s*(\/?)>/y
const CDATA = /<!\[CDATA\[([\s\S]*?)\]\]>/y
const TEXT = /[^<]+/y
const CLOSING = /<\/([A-Za-z][\w.-]*)\s*>/y
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

class Reader {
  readonly #xml: string
  #at = 0

  constructor(xml: string) {
    this.#xml = xml
  }

  isAtEnd(): boolean {
    return this.#xml.slice(this.#at).trim() === ''
  }

  element(depth: number): XmlElement | undefined {
    const [, name, isEmpty] = this.#match(OPENING) ?? []
    if (name === undefined || depth > MOST_DEPTH) return undefined
    if (isEmpty) return { name, text: '', children: [] }
    const children: XmlElement[] = []
    let text = ''
    for (;;) {
      const closing = this.#match(CLOSING)
      if (closing) return closing[1] === name ? { name, text, children } : undefined
      const more = this.#text()
      if (more !== undefined) {
        text += more
        continue
      }
      const child = this.element(depth + 1)
      if (!child) return undefined
      children.push(child)
    }
  }

  #text(): string | undefined {
    const cdata = this.#match(CDATA)
    if (cdata) return cdata[1] ?? ''
    const plain = this.#match(TEXT)
    return plain?.[0].replaceAll(/&(\w+);/g, (entity: string, name: string) => ENTITIES[name] ?? entity)
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#xml)
    if (found) this.#at = pattern.lastIndex
    return found
  }
}
