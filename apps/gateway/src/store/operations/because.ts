import type { Because } from '../store.ts'

export interface BecauseColumns {
  readonly code: NonNullable<Because['code']> | null
  readonly platform_code: string | null
  readonly platform_text: string | null
}

/** What is not known is absent. */
export const becauseOf = ({ code, platform_code, platform_text }: BecauseColumns): Because => ({
  ...(code === null ? {} : { code }),
  ...(platform_code === null ? {} : { platformCode: platform_code }),
  ...(platform_text === null ? {} : { platformText: platform_text }),
})
