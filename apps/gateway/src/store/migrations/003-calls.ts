import type { ColumnWords } from './words.ts'

/**
 * Platform calls. `calls`, their members and bodies never change in what was sent; `attempts` and `outcomes` are only
 * appended to. `open_calls` and `follow_ups` hold only what is not over.
 */
export function callTables({ int, number, strict, callNumbers }: ColumnWords): readonly string[] {
  return [
    ...callNumbers,
    `CREATE TABLE calls (
      id ${int} PRIMARY KEY,
      day ${int} NOT NULL,
      number ${int} NOT NULL,
      account text NOT NULL,
      app text NOT NULL,
      corp text NOT NULL,
      channel text NOT NULL,
      variant text NOT NULL,
      bisect text NOT NULL,
      part ${int} NOT NULL,
      members ${int} NOT NULL,
      content_hash text NOT NULL,
      body_hash text NOT NULL,
      options text NOT NULL,
      started_at ${int} NOT NULL,
      sent_at ${int},
      receipt text
    ) ${strict}`,
    'CREATE INDEX calls_of_message ON calls (number)',
    `CREATE TABLE call_bodies (
      call ${int} PRIMARY KEY,
      day ${int} NOT NULL,
      body text NOT NULL
    ) ${strict}`,
    'CREATE INDEX call_bodies_day ON call_bodies (day)',
    `CREATE TABLE call_members (
      call ${int} NOT NULL,
      number ${int} NOT NULL,
      idx ${int} NOT NULL,
      PRIMARY KEY (call, idx)
    ) ${strict}`,
    'CREATE INDEX call_members_of_delivery ON call_members (number, idx, call)',
    `CREATE TABLE open_calls (
      call ${int} PRIMARY KEY,
      account text NOT NULL,
      client text NOT NULL,
      lane ${int} NOT NULL,
      ordered ${int} NOT NULL,
      epoch ${int} NOT NULL,
      attempt ${int} NOT NULL,
      replay_at ${int},
      replay_until ${int},
      first_attempt_at ${int} NOT NULL,
      not_before ${int} NOT NULL,
      rescues ${int} NOT NULL DEFAULT 0,
      debited text NOT NULL
    ) ${strict}`,
    // An account with an order has one call in flight.
    'CREATE UNIQUE INDEX open_calls_ordered ON open_calls (account) WHERE ordered = 1',
    'CREATE INDEX open_calls_epoch ON open_calls (epoch) WHERE replay_at IS NULL',
    'CREATE INDEX open_calls_replay ON open_calls (account, client, lane, replay_at) WHERE replay_at IS NOT NULL',
    `CREATE TABLE attempts (
      call ${int} NOT NULL,
      attempt ${int} NOT NULL,
      epoch ${int} NOT NULL,
      started_at ${int} NOT NULL,
      PRIMARY KEY (call, attempt)
    ) ${strict}`,
    `CREATE TABLE outcomes (
      number ${number},
      call ${int} NOT NULL,
      attempt ${int} NOT NULL,
      epoch ${int} NOT NULL,
      at ${int} NOT NULL,
      outcome text NOT NULL,
      code text,
      platform_code text,
      platform_text text,
      receipt text,
      http_status ${int},
      request_id text,
      duration_ms ${int},
      rescue ${int} NOT NULL,
      late ${int} NOT NULL
    ) ${strict}`,
    'CREATE INDEX outcomes_of_call ON outcomes (call, attempt)',
    `CREATE TABLE follow_ups (
      call ${int} NOT NULL,
      kind text NOT NULL,
      number ${int} NOT NULL,
      due_at ${int} NOT NULL,
      tries ${int} NOT NULL DEFAULT 0,
      wanted ${int} NOT NULL DEFAULT 0,
      PRIMARY KEY (call, kind)
    ) ${strict}`,
    'CREATE INDEX follow_ups_due ON follow_ups (kind, due_at)',
    'CREATE INDEX follow_ups_of_message ON follow_ups (number)',
    `CREATE TABLE content_seen (
      app text NOT NULL,
      content_hash text NOT NULL,
      number ${int} NOT NULL,
      at ${int} NOT NULL,
      PRIMARY KEY (app, content_hash, number)
    ) ${strict}`,
    'CREATE INDEX content_seen_at ON content_seen (at)',
  ]
}
