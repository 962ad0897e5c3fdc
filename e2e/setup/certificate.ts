import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** What a TLS server on loopback needs, and what a client must trust to believe it. */
export interface TestCertificate {
  /** PEM; it signs itself, so it is also the authority for `extraCa`. */
  readonly cert: string
  /** PEM */
  readonly key: string
}

/** Makes a certificate that nobody trusts yet, for `localhost` and further names, valid for the hour around now. */
export function makeCertificate(...dnsNames: readonly string[]): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = sequence(set(sequence(COMMON_NAME, der(UTF8_STRING, Buffer.from('Hongyan test')))))
  const names = ['localhost', ...dnsNames].map((dns) => der(DNS_NAME, Buffer.from(dns)))
  const subjectAltName = sequence(SUBJECT_ALT_NAME, der(OCTET_STRING, sequence(...names)))
  const content = sequence(
    der(VERSION, integer(Buffer.of(2))),
    integer(Buffer.concat([Buffer.of(1), randomBytes(8)])),
    ECDSA_SHA256,
    name,
    sequence(utcTime(Date.now() - HALF_HOUR_MS), utcTime(Date.now() + HALF_HOUR_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(EXTENSIONS, sequence(subjectAltName)),
  )
  const signature = Buffer.concat([Buffer.of(0), sign('sha256', content, privateKey)])
  const certificate = sequence(content, ECDSA_SHA256, der(BIT_STRING, signature))
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

const HALF_HOUR_MS = 1_800_000

// Tags of DER (ITU-T X.690); the last three stand for fields of a certificate (RFC 5280, section 4.1).
const BIT_STRING = 0x03
const OCTET_STRING = 0x04
const UTF8_STRING = 0x0c
const VERSION = 0xa0
const EXTENSIONS = 0xa3
const DNS_NAME = 0x82

const COMMON_NAME = objectId('550403')
const SUBJECT_ALT_NAME = objectId('551d11')
const ECDSA_SHA256 = sequence(objectId('2a8648ce3d040302'))

function der(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.of(tag, ...size), content])
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts))
}

function set(...parts: readonly Buffer[]): Buffer {
  return der(0x31, Buffer.concat(parts))
}

function integer(bytes: Buffer): Buffer {
  return der(0x02, bytes)
}

function objectId(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'))
}

/** YYMMDDHHMMSSZ */
function utcTime(unixMs: number): Buffer {
  const digits = new Date(unixMs).toISOString().replace(/\D/g, '').slice(2, 14)
  return der(0x17, Buffer.from(`${digits}Z`))
}
