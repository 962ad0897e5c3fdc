import { BlockList, isIP } from 'node:net'
import { ControlError } from './control-error.ts'
import type { PlatformName } from './platform.ts'
import type { IpGate } from './world.ts'

/** The trusted-address lists of the simulated apps and robots. */
export class IpLists implements IpGate {
  readonly #lists = new Map<string, BlockList>()

  allows(platform: PlatformName, owner: string, ip: string): boolean {
    const list = this.#lists.get(`${platform}/${owner}`)
    return list === undefined || list.check(ip, isIP(ip) === 6 ? 'ipv6' : 'ipv4')
  }

  allow(platform: PlatformName, owner: string, addresses: readonly string[] | null): void {
    const key = `${platform}/${owner}`
    if (addresses === null) this.#lists.delete(key)
    else this.#lists.set(key, blockList(addresses))
  }
}

function blockList(addresses: readonly string[]): BlockList {
  const list = new BlockList()
  for (const address of addresses) addAddress(list, address)
  return list
}

function addAddress(list: BlockList, text: string): void {
  const [address = '', prefix, ...rest] = text.split('/')
  const version = isIP(address)
  const bits = prefix === undefined || /^\d{1,3}$/.test(prefix) ? Number(prefix ?? 0) : Number.NaN
  if (version === 0 || rest.length > 0 || !(bits <= (version === 6 ? 128 : 32))) {
    throw new ControlError(
      'allow',
      text,
      'Give IP addresses or CIDR blocks, for example "127.0.0.1" or "10.0.0.0/8".',
    )
  }
  const family = version === 6 ? 'ipv6' : 'ipv4'
  if (prefix === undefined) list.addAddress(address, family)
  else list.addSubnet(address, bits, family)
}
