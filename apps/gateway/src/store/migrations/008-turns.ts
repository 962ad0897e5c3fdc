import type { Step } from './migrations.ts'

/** When an app last sent to somebody: what the platforms' limits for one member are counted by. Kept for a day. */
export const turnTables: Step = ({ int, strict }) => [
  `CREATE TABLE member_turns (
    app text NOT NULL,
    person_key text NOT NULL,
    at ${int} NOT NULL,
    call ${int} NOT NULL,
    PRIMARY KEY (app, person_key, at, call)
  ) ${strict}`,
  'CREATE INDEX member_turns_at ON member_turns (at)',
]
