import { lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** What is not the public internet (IANA special-purpose registries, 2025): this machine, its networks, cloud metadata. */
const NOT_PUBLIC = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  NOT_PUBLIC.addSubnet(network, bits)
}

/** Only global unicast is public in IPv6; of it, what embeds or tunnels IPv4, and what is for documents, is not. */
const GLOBAL_UNICAST = new BlockList()
GLOBAL_UNICAST.addSubnet('2000::', 3, 'ipv6')
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  NOT_PUBLIC.addSubnet(network, bits, 'ipv6')
}

const MAPPED_IPV4 = /^::ffff:(?:0:)?(\d+\.\d+\.\d+\.\d+)$/i

export function isPublic(address: string): boolean {
  const mapped = MAPPED_IPV4.exec(address)?.[1]
  if (mapped !== undefined) return isPublic(mapped)
  if (isIP(address) === 4) return !NOT_PUBLIC.check(address)
  return isIP(address) === 6 && GLOBAL_UNICAST.check(address, 'ipv6') && !NOT_PUBLIC.check(address, 'ipv6')
}

/** A name or address that leads into the company's own network. */
export class NotPublicError extends Error {
  override readonly name = 'NotPublicError'
  readonly address: string

  constructor(host: string, address: string) {
    super(`${host} is ${address}`)
    this.address = address
  }
}

/**
 * Resolves a name to the address that the socket then takes, and to none that is not public: what is checked is what is
 * connected to, however often the name's owner changes it.
 */
export const publicLookup: LookupFunction = (host, options, callback) => {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    const refused = addresses?.find(({ address }) => !isPublic(address))
    const [first] = addresses ?? []
    if (error || !first) callback(error ?? new Error(`${host} has no address`), '', 0)
    else if (refused) callback(new NotPublicError(host, refused.address), '', 0)
    else if (options.all) callback(null, addresses)
    else callback(null, first.address, first.family)
  })
}
