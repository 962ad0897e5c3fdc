import {
  bitString,
  boolean,
  context,
  type Der,
  integer,
  objectIdentifier,
  octetString,
  sequence,
} from './der.ts'

/** The extensions of RFC 5280 that an authority and a server certificate need; its section numbers are given. */
export interface Extension {
  readonly oid: string
  readonly isCritical: boolean
  readonly value: Der
}

export function encodeExtension({ oid, isCritical, value }: Extension): Der {
  const critical = isCritical ? [boolean(true)] : []
  return sequence(objectIdentifier(oid), ...critical, octetString(value))
}

/** 4.2.1.9; an authority of ours signs servers only, never another authority. */
export function basicConstraints(isAuthority: boolean): Extension {
  const value = isAuthority ? sequence(boolean(true), integer(0)) : sequence()
  return { oid: '2.5.29.19', isCritical: true, value }
}

/** 4.2.1.3 */
export function keyUsage(use: 'digitalSignature' | 'keyCertSign'): Extension {
  const value = use === 'digitalSignature' ? bitString(Buffer.of(0x80), 7) : bitString(Buffer.of(0x04), 2)
  return { oid: '2.5.29.15', isCritical: true, value }
}

/** 4.2.1.12 */
export function serverAuthentication(): Extension {
  return { oid: '2.5.29.37', isCritical: false, value: sequence(objectIdentifier('1.3.6.1.5.5.7.3.1')) }
}

/** 4.2.1.6; 127.0.0.1 is always among them. */
export function subjectAlternativeNames(hosts: readonly string[]): Extension {
  const value = sequence(...hosts.map(dnsName), ipAddress(127, 0, 0, 1))
  return { oid: '2.5.29.17', isCritical: false, value }
}

/** 4.2.1.10: permits these domains, the names below them and 127.0.0.1, and nothing else. */
export function permittedNames(domains: readonly string[]): Extension {
  const names = [...domains.map(dnsName), ipAddress(127, 0, 0, 1, 255, 255, 255, 255)]
  const subtrees = names.map((name) => sequence(name))
  return { oid: '2.5.29.30', isCritical: true, value: sequence(context(0, 'constructed', ...subtrees)) }
}

/** 4.2.1.2 and 4.2.1.1: how clients find the authority of a certificate. */
export function subjectKey(id: Buffer): Extension {
  return { oid: '2.5.29.14', isCritical: false, value: octetString(id) }
}

export function authorityKey(id: Buffer): Extension {
  return { oid: '2.5.29.35', isCritical: false, value: sequence(context(0, 'primitive', id)) }
}

function dnsName(host: string): Der {
  return context(2, 'primitive', Buffer.from(host, 'ascii'))
}

function ipAddress(...bytes: readonly number[]): Der {
  return context(7, 'primitive', Buffer.of(...bytes))
}
