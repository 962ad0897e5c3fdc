import type { DeliveryView } from '@hongyan/contract'
import { ROBOT } from './house.ts'
import type { Copy, Person, Platform, SandboxProcess } from './sandbox.ts'

/** Reads the copies of one text that the person or the group of a delivery has. */
export function phonesOf(sandbox: SandboxProcess, text: string): (delivery: DeliveryView) => Promise<Copy[]> {
  const byMobile = new Map(sandbox.people.map((person) => [person.mobile, person]))
  return async ({ channel, recipient }) => {
    const platform = channel.startsWith('wecom') ? 'wecom' : 'dingtalk'
    const copies =
      recipient === null
        ? await sandbox.group(ROBOT)
        : await sandbox.inbox(platform, useridOf(recipient, platform, byMobile))
    return copies.filter(({ message }) => JSON.stringify(message).includes(text))
  }
}

function useridOf(recipient: string, platform: Platform, byMobile: ReadonlyMap<string, Person>): string {
  if (!recipient.startsWith('mobile:')) return recipient.split(':').at(-1) ?? ''
  const userid = byMobile.get(recipient.slice('mobile:'.length))?.[platform]?.userid
  if (userid === undefined) throw new Error(`Nobody has ${recipient}.`)
  return userid
}
