import type { Finding } from '../channels/session.ts'
import { lookUpKind } from '../messages/recipients.ts'
import type { StoredRecipient } from '../store/store.ts'

/**
 * Platforms have one word for an id that they do not know and for a person whom the app may not reach. An id that the
 * platform itself gave for a number or an address is somebody's, so there it means the second, and "check the user id"
 * would help nobody.
 */
export function explainInvalid(finding: Finding, recipient: StoredRecipient | null): Finding {
  const isSomebody = recipient !== null && lookUpKind(recipient) !== undefined
  return isSomebody && finding.code === 'unknown_user' ? { ...finding, code: 'out_of_range' } : finding
}
