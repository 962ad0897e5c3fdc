import type { ColumnWords } from './words.ts'

/**
 * Messages, the people they are for, and one delivery for each. Deliveries begin with the business day, so that what
 * is looked up together lies together and goes together. `queued` and `unresolved` hold only what waits.
 */
export function messageTables({ int, number, strict }: ColumnWords): readonly string[] {
  return [
    `CREATE TABLE messages (
      number ${number},
      id text NOT NULL UNIQUE,
      day ${int} NOT NULL,
      client text NOT NULL,
      api_key text,
      lane ${int} NOT NULL,
      accounts text NOT NULL,
      options text NOT NULL,
      search_text text NOT NULL,
      accepted_at ${int} NOT NULL,
      expires_at ${int},
      cancelled_at ${int},
      recall_at ${int},
      recipients ${int} NOT NULL,
      deliveries ${int} NOT NULL
    ) ${strict}`,
    'CREATE INDEX messages_of_client ON messages (client, number)',
    'CREATE INDEX messages_day ON messages (day)',
    `CREATE TABLE contents (
      number ${int} PRIMARY KEY,
      day ${int} NOT NULL,
      content text NOT NULL
    ) ${strict}`,
    'CREATE INDEX contents_day ON contents (day)',
    `CREATE TABLE message_accounts (
      account text NOT NULL,
      number ${int} NOT NULL,
      PRIMARY KEY (account, number)
    ) ${strict}`,
    `CREATE TABLE idempotency (
      client text NOT NULL,
      name text NOT NULL,
      request_hash text NOT NULL,
      number ${int} NOT NULL,
      message text NOT NULL,
      day ${int} NOT NULL,
      recipients ${int} NOT NULL,
      at ${int} NOT NULL,
      PRIMARY KEY (client, name)
    ) ${strict}`,
    'CREATE INDEX idempotency_at ON idempotency (at)',
    `CREATE TABLE later_chunks (
      number ${int} NOT NULL,
      seq ${int} NOT NULL,
      recipients text NOT NULL,
      PRIMARY KEY (number, seq)
    ) ${strict}`,
    // Mobiles and addresses stand here and nowhere else: blanking one row erases a person.
    `CREATE TABLE people (
      id ${number},
      kind text NOT NULL,
      platform text NOT NULL,
      value text,
      UNIQUE (kind, platform, value)
    ) ${strict}`,
    `CREATE TABLE identities (
      corp text NOT NULL,
      person ${int} NOT NULL REFERENCES people,
      platform_id text,
      checked_at ${int} NOT NULL,
      valid_until ${int} NOT NULL,
      PRIMARY KEY (corp, person)
    ) ${strict}`,
    'CREATE INDEX identities_platform_id ON identities (corp, platform_id)',
    'CREATE INDEX identities_person ON identities (person)',
    `CREATE TABLE deliveries (
      day ${int} NOT NULL,
      number ${int} NOT NULL,
      idx ${int} NOT NULL,
      account text NOT NULL,
      person ${int},
      vars text,
      variant text NOT NULL,
      parts ${int} NOT NULL,
      platform_id text,
      person_key text,
      state text NOT NULL,
      final ${int} NOT NULL,
      verified ${int} NOT NULL DEFAULT 0,
      recall text NOT NULL DEFAULT 'none',
      code text,
      platform_code text,
      platform_text text,
      tries ${int} NOT NULL DEFAULT 0,
      same_as ${int},
      follows ${int},
      created_at ${int} NOT NULL,
      changed_at ${int} NOT NULL,
      sent_at ${int},
      read_at ${int},
      PRIMARY KEY (day, number, idx)
    ) ${strict}`,
    // Two ways of naming one person come together here.
    'CREATE UNIQUE INDEX deliveries_person_key ON deliveries (number, account, person_key) WHERE person_key IS NOT NULL',
    'CREATE INDEX deliveries_person ON deliveries (person, number, idx) WHERE person IS NOT NULL',
    `CREATE TABLE unresolved (
      number ${int} NOT NULL,
      idx ${int} NOT NULL,
      day ${int} NOT NULL,
      account text NOT NULL,
      lane ${int} NOT NULL,
      due_at ${int} NOT NULL,
      expires_at ${int},
      PRIMARY KEY (number, idx)
    ) ${strict}`,
    'CREATE INDEX unresolved_due ON unresolved (lane, due_at, number, idx)',
    'CREATE INDEX unresolved_account ON unresolved (number, account)',
    'CREATE INDEX unresolved_expiry ON unresolved (expires_at) WHERE expires_at IS NOT NULL',
    `CREATE TABLE queued (
      number ${int} NOT NULL,
      idx ${int} NOT NULL,
      day ${int} NOT NULL,
      account text NOT NULL,
      client text NOT NULL,
      lane ${int} NOT NULL,
      not_before ${int} NOT NULL,
      variant text NOT NULL,
      part ${int} NOT NULL,
      bisect text NOT NULL,
      expires_at ${int},
      PRIMARY KEY (number, idx)
    ) ${strict}`,
    'CREATE INDEX queued_due ON queued (account, client, lane, not_before, number, variant, part, bisect, idx)',
    'CREATE INDEX queued_order ON queued (account, client, lane, number, variant, part, bisect, idx)',
    'CREATE INDEX queued_expiry ON queued (expires_at) WHERE expires_at IS NOT NULL',
    // Deltas only: no page counts rows.
    `CREATE TABLE message_counts (
      number ${int} NOT NULL,
      state text NOT NULL,
      final ${int} NOT NULL,
      n ${int} NOT NULL,
      PRIMARY KEY (number, state, final)
    ) ${strict}`,
  ]
}
