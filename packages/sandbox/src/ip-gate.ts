import { BlockList, isIP } from 'node:net'
import { ControlError } from './control-error.ts'
import type { PlatformName } from './platform.ts'
import type { IpGate, World } from './world.ts'

/**
 * How long an added address waits until it may call: WeCom needs about a minute (“全局错误码”, help of 60020,
 * developer.work.weixin.qq.com/document/path/90313); of DingTalk nothing is said.
 */
const EFFECTIVE_AFTER_MS: Readonly<Record<PlatformName, number>> = { dingtalk: 0, wecom: 60_000 }

interface AddressList {
  readonly addresses: BlockList
  /** The list before this one, which alone counts for added addresses until `effectiveAt`. */
  readonly before: BlockList | undefined
  readonly effectiveAt: number
}

/** The trusted-address lists of the simulated apps and robots. */
export class IpLists implements IpGate {
  readonly #clock: World['clock']
  readonly #lists = new Map<string, AddressList>()

  constructor(clock: World['clock']) {
    this.#clock = clock
  }

  allows(platform: PlatformName, owner: string, ip: string): boolean {
    const list = this.#lists.get(`${platform}/${owner}`)
    if (!list) return true
    const family = isIP(ip) === 6 ? 'ipv6' : 'ipv4'
    if (!list.addresses.check(ip, family)) return false
    return !list.before || list.before.check(ip, family) || this.#clock.now() >= list.effectiveAt
  }

  allow(platform: PlatformName, owner: string, addresses: readonly string[] | null): void {
    const key = `${platform}/${owner}`
    if (addresses === null) {
      this.#lists.delete(key)
      return
    }
    const before = this.#lists.get(key)?.addresses
    const effectiveAt = this.#clock.now() + EFFECTIVE_AFTER_MS[platform]
    this.#lists.set(key, { addresses: blockList(addresses), before, effectiveAt })
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
