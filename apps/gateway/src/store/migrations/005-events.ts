import type { ColumnWords } from './words.ts'

/**
 * What happened, one row for all deliveries of a message that moved alike. Numbers are given before a commit, so on
 * PostgreSQL their order is not the order in which rows appear: readers go by (transaction, number), and only as far
 * as no running transaction can still come before.
 */
export function eventTables({ int, number, strict, transaction }: ColumnWords): readonly string[] {
  return [
    `CREATE TABLE events (
      number ${number},
      tx ${int} NOT NULL DEFAULT ${transaction},
      at ${int} NOT NULL,
      message_number ${int} NOT NULL,
      message text NOT NULL,
      client text NOT NULL,
      type text NOT NULL,
      account text,
      from_state text,
      to_state text,
      final ${int} NOT NULL,
      code text,
      deliveries text NOT NULL,
      recipients ${int}
    ) ${strict}`,
    'CREATE INDEX events_order ON events (tx, number)',
    'CREATE INDEX events_of_message ON events (message, tx, number)',
    'CREATE INDEX events_at ON events (at)',
  ]
}
