import type { Step } from './migrations.ts'

/** What the platform said of somebody whom it does not know. */
export const missColumns: Step = () =>
  ['code', 'platform_code', 'platform_text'].map(
    (column) => `ALTER TABLE identities ADD COLUMN ${column} text`,
  )
