import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { DAY_MS } from '../clock.ts'
import {
  authorityKey,
  basicConstraints,
  type Extension,
  encodeExtension,
  keyUsage,
  permittedNames,
  serverAuthentication,
  subjectAlternativeNames,
  subjectKey,
} from './certificate-extensions.ts'
import {
  bitString,
  context,
  type Der,
  integer,
  objectIdentifier,
  sequence,
  setOf,
  utcTime,
  utf8String,
} from './der.ts'
import { PERMITTED_DOMAINS } from './host-names.ts'

/** Days from the first to the last instant of validity; short, because a developer may trust it and forget it. */
const VALID_DAYS = 30
/** Clocks of containers and hosts differ a little. */
const BACKDATED_MS = 60 * 60 * 1000

const AUTHORITY_NAME = 'Hongyan sandbox, for development on this machine only'
const SERVER_NAME = 'Hongyan sandbox'

/** A certificate authority that lives in memory and may sign for the platforms' domains and loopback only. */
export interface Authority {
  readonly pem: string
  /** Signs a server certificate that ends when the authority does. */
  sign(hosts: readonly string[]): { readonly certificate: string; readonly key: string }
}

export function createAuthority(now: number): Authority {
  const keys = createKeys()
  const id = keyId(keys.publicKey)
  const signer = { issuer: AUTHORITY_NAME, key: keys.privateKey, from: now - BACKDATED_MS }
  const own = [
    basicConstraints(true),
    keyUsage('keyCertSign'),
    permittedNames(PERMITTED_DOMAINS),
    subjectKey(id),
  ]
  return {
    pem: issue(signer, AUTHORITY_NAME, keys.publicKey, own),
    sign: (hosts) => {
      const server = createKeys()
      const certificate = issue(signer, SERVER_NAME, server.publicKey, [
        basicConstraints(false),
        keyUsage('digitalSignature'),
        serverAuthentication(),
        subjectAlternativeNames(hosts),
        authorityKey(id),
      ])
      return { certificate, key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
    },
  }
}

interface Signer {
  readonly issuer: string
  readonly key: KeyObject
  /** First instant of validity. */
  readonly from: number
}

/** A certificate of version 3 (RFC 5280, 4.1), as PEM. */
function issue(
  signer: Signer,
  subject: string,
  publicKey: KeyObject,
  extensions: readonly Extension[],
): string {
  const signed = sequence(
    context(0, 'constructed', integer(2)),
    // Never repeated, because clients refuse two certificates of one issuer under one number.
    integer(0x01, ...randomBytes(15)),
    ecdsaWithSha256(),
    commonName(signer.issuer),
    sequence(utcTime(signer.from), utcTime(signer.from + VALID_DAYS * DAY_MS)),
    commonName(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    context(3, 'constructed', sequence(...extensions.map(encodeExtension))),
  )
  const certificate = sequence(signed, ecdsaWithSha256(), bitString(sign('sha256', signed, signer.key)))
  const lines = certificate.toString('base64').replaceAll(/(.{64})/g, '$1\n')
  return `-----BEGIN CERTIFICATE-----\n${lines.trimEnd()}\n-----END CERTIFICATE-----\n`
}

function createKeys() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' })
}

/** Any unambiguous digest of the key will do (RFC 5280, 4.2.1.2). */
function keyId(publicKey: KeyObject): Buffer {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest()
    .subarray(0, 20)
}

function commonName(text: string): Der {
  return sequence(setOf(sequence(objectIdentifier('2.5.4.3'), utf8String(text))))
}

function ecdsaWithSha256(): Der {
  return sequence(objectIdentifier('1.2.840.10045.4.3.2'))
}
