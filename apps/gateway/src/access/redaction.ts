import { REDACTED, redactText } from '@hongyan/platform-call'

const API_KEY = /\bhk_([0-9a-f]{12})_[A-Za-z0-9_-]{32}/g
/** A mainland mobile number; +86 or 0086 may stand before it. */
const MOBILE = /(?<!\d)((?:00)?(?:86)?1[3-9]\d)\d{4}(\d{4})(?!\d)/g

/** `13800000001` becomes `138****0001`, enough to recognise and too little to call. */
export function maskMobiles(text: string): string {
  return text.replace(MOBILE, '$1****$2')
}

/** Makes lines fit for a log: no credential by form or by value, no whole mobile number. */
export class LogRedactor {
  readonly #secrets = new Set<string>()

  /** A value to blank wherever it appears: an account's secret, once it has been opened. */
  know(secret: string): void {
    this.#secrets.add(secret)
  }

  line(text: string): string {
    const withoutKeys = text.replace(API_KEY, `hk_$1_${REDACTED}`)
    return maskMobiles(redactText(withoutKeys, this.#secrets))
  }
}
