import type { ColumnWords } from './words.ts'

/** Who may call, through which credentials we send, and the nodes that do it. */
export function accessTables({ int, bytes, number, strict }: ColumnWords): readonly string[] {
  return [
    `CREATE TABLE clients (
      name text PRIMARY KEY,
      created_at ${int} NOT NULL
    ) ${strict}`,
    `CREATE TABLE api_keys (
      id text PRIMARY KEY,
      client text NOT NULL REFERENCES clients,
      hash ${bytes} NOT NULL,
      scopes text NOT NULL,
      accounts text,
      created_at ${int} NOT NULL,
      expires_at ${int},
      revoked_at ${int}
    ) ${strict}`,
    `CREATE TABLE corps (
      name text PRIMARY KEY,
      platform text NOT NULL,
      platform_corp_id text,
      seats ${int}
    ) ${strict}`,
    `CREATE TABLE apps (
      name text PRIMARY KEY,
      corp text NOT NULL REFERENCES corps,
      platform text NOT NULL,
      kind text NOT NULL,
      fields text NOT NULL,
      exclusive ${int} NOT NULL,
      token_sharing ${int} NOT NULL,
      sandbox ${int} NOT NULL,
      created_at ${int} NOT NULL
    ) ${strict}`,
    `CREATE TABLE app_secrets (
      app text NOT NULL REFERENCES apps,
      field text NOT NULL,
      sealed ${bytes} NOT NULL,
      PRIMARY KEY (app, field)
    ) ${strict}`,
    `CREATE TABLE accounts (
      name text PRIMARY KEY,
      app text NOT NULL REFERENCES apps,
      channel text NOT NULL,
      options text NOT NULL,
      enabled ${int} NOT NULL,
      created_at ${int} NOT NULL
    ) ${strict}`,
    `CREATE TABLE audit (
      number ${number},
      client text NOT NULL,
      api_key_id text,
      action text NOT NULL,
      target text NOT NULL,
      came_from text NOT NULL,
      at ${int} NOT NULL,
      before_json text,
      after_json text
    ) ${strict}`,
    'CREATE INDEX audit_at ON audit (at)',
    `CREATE TABLE key_check (one ${int} PRIMARY KEY CHECK (one = 1), sealed ${bytes} NOT NULL) ${strict}`,
    `CREATE TABLE clock (one ${int} PRIMARY KEY CHECK (one = 1), offset_ms ${int} NOT NULL) ${strict}`,
    'INSERT INTO clock VALUES (1, 0)',
    `CREATE TABLE nodes (
      epoch ${number},
      name text NOT NULL,
      lease_until ${int} NOT NULL,
      dead ${int} NOT NULL DEFAULT 0
    ) ${strict}`,
    `CREATE TABLE tokens (
      name text PRIMARY KEY,
      sealed ${bytes},
      version ${int} NOT NULL,
      expires_at ${int},
      lease text,
      lease_until ${int}
    ) ${strict}`,
  ]
}
