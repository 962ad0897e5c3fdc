/** The DER encoding (X.690) of as much ASN.1 as a certificate needs. */
export type Der = Buffer

function element(tag: number, ...contents: readonly Uint8Array[]): Der {
  const content = Buffer.concat(contents)
  return Buffer.concat([Buffer.of(tag, ...lengthOf(content.length)), content])
}

export function sequence(...items: readonly Der[]): Der {
  return element(0x30, ...items)
}

export function setOf(item: Der): Der {
  return element(0x31, item)
}

export function boolean(value: boolean): Der {
  return element(0x01, Buffer.of(value ? 0xff : 0))
}

/** The bytes of a number that is not negative, highest first; a leading bit is kept from being read as a sign. */
export function integer(...bytes: readonly number[]): Der {
  const isNegative = (bytes[0] ?? 0) > 0x7f
  return element(0x02, Buffer.of(...(isNegative ? [0] : []), ...bytes))
}

export function bitString(bytes: Uint8Array, unusedBits = 0): Der {
  return element(0x03, Buffer.of(unusedBits), bytes)
}

export function octetString(bytes: Uint8Array): Der {
  return element(0x04, bytes)
}

export function utf8String(text: string): Der {
  return element(0x0c, Buffer.from(text))
}

/** UTCTime, which certificates use until 2049. */
export function utcTime(at: number): Der {
  const digits = new Date(at).toISOString().replaceAll(/\D/g, '')
  return element(0x17, Buffer.from(`${digits.slice(2, 14)}Z`))
}

/** For example 2.5.29.30: the first two numbers share a byte, the others have seven bits a byte. */
export function objectIdentifier(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return element(0x06, Buffer.of(40 * first + second, ...rest.flatMap(base128)))
}

/** `[number]` in ASN.1: constructed if it holds elements, primitive if it holds bytes. */
export function context(
  number: number,
  kind: 'constructed' | 'primitive',
  ...contents: readonly Uint8Array[]
): Der {
  return element((kind === 'constructed' ? 0xa0 : 0x80) + number, ...contents)
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length]
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
}

function base128(number: number): number[] {
  const bytes = [number & 0x7f]
  for (let rest = number >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80)
  return bytes
}
