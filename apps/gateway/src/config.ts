import { resolve } from 'node:path'
import type { Text } from '@hongyan/contract'
import { redactUrl } from '@hongyan/platform-call'
import * as z from 'zod'
import { LOG_LEVELS } from './log.ts'

/** One thing that can be set: by environment variable, or by flag, which wins. */
interface Setting<Schema extends z.ZodType> {
  readonly env: string
  /** As typed after `hongyan up`. */
  readonly flag: string
  readonly about: Text
  readonly allowed: Text
  /** Reads the text of the variable or flag; undefined where neither is set. */
  readonly schema: Schema
}

const setting = <Schema extends z.ZodType>(
  env: string,
  flag: string,
  about: Text,
  allowed: Text,
  schema: Schema,
): Setting<Schema> => ({ env, flag, about, allowed, schema })

const text = (zh: string, en: string): Text => ({ zh, en })

const wholeNumber = (least: number, most: number) =>
  z
    .stringFormat('whole number', /^\d{1,15}$/)
    .transform(Number)
    .pipe(z.number().min(least).max(most))
const port = wholeNumber(0, 65_535)
const portAllowed = text('0（任意空闲端口）到 65535 的整数', 'a whole number from 0 (any free port) to 65535')
const pathAllowed = text('一个路径', 'a path')

const commaList = z
  .string()
  .regex(/^[a-z0-9.-]+(,[a-z0-9.-]+)*$/i)
  .transform((list) => list.split(','))
const httpUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''))

/** Everything that can be set; `hongyan up --help` and the errors are written from it. */
export const settings = {
  host: setting(
    'HONGYAN_HOST',
    '--host <address>',
    text('监听地址，默认只听本机', 'address to listen on, by default this machine only'),
    text('一个 IP 地址或主机名', 'an IP address or a host name'),
    z
      .string()
      .regex(/^[\w.:-]+$/)
      .default('127.0.0.1'),
  ),
  port: setting(
    'HONGYAN_PORT',
    '--port <number>',
    text('监听端口', 'port to listen on'),
    portAllowed,
    port.default(4180),
  ),
  allowedHosts: setting(
    'HONGYAN_ALLOWED_HOSTS',
    '--allowed-hosts <names>',
    text(
      '除本机外可用来访问的主机名，逗号分隔',
      'host names under which it is called besides loopback, by commas',
    ),
    text('主机名，逗号分隔，不带端口', 'host names separated by commas, without port'),
    commaList.default([]),
  ),
  data: setting(
    'HONGYAN_DATA',
    '--data <directory>',
    text('数据目录', 'directory of the data'),
    pathAllowed,
    z
      .string()
      .min(1)
      .default('./.hongyan')
      .transform((path) => resolve(path)),
  ),
  databaseUrl: setting(
    'HONGYAN_DATABASE_URL',
    '--database-url <url>',
    text(
      'PostgreSQL 地址；不设则用数据目录里的 SQLite',
      'PostgreSQL; without it SQLite in the data directory',
    ),
    text('postgres:// 开头的地址', 'an address that begins with postgres://'),
    z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  ),
  keyFile: setting(
    'HONGYAN_KEY_FILE',
    '--key-file <file>',
    text(
      '密钥文件，须与数据分开保存；默认在数据目录旁，名为“数据目录.key”',
      'file of the key ring, kept apart from the data; by default beside the directory, named <directory>.key',
    ),
    pathAllowed,
    z
      .string()
      .min(1)
      .transform((path) => resolve(path))
      .optional(),
  ),
  sandboxUrl: setting(
    'HONGYAN_SANDBOX_URL',
    '--sandbox-url <url>',
    text('已在运行的沙箱；网关跟随它的时间', 'a sandbox that is running; the gateway follows its time'),
    text('http:// 开头的地址', 'an address that begins with http://'),
    httpUrl.optional(),
  ),
  leaseMs: setting(
    'HONGYAN_LEASE_MS',
    '--lease-ms <milliseconds>',
    text(
      '节点租约，毫秒：超过它没有心跳的节点视为已死',
      'lease of a node: without a heartbeat for so long it counts as dead',
    ),
    text('200 到 600000 的整数', 'a whole number from 200 to 600000'),
    wholeNumber(200, 600_000).default(30_000),
  ),
  requestsPerSecond: setting(
    'HONGYAN_REQUESTS_PER_SECOND',
    '--requests-per-second <number>',
    text(
      '每个 API 密钥每秒的请求数，可短时翻倍',
      'requests per second of each API key; twice as many in a burst',
    ),
    text('1 到 1000000 的整数', 'a whole number from 1 to 1000000'),
    wholeNumber(1, 1_000_000).default(1000),
  ),
  mediaHosts: setting(
    'HONGYAN_MEDIA_HOSTS',
    '--media-hosts <hosts>',
    text(
      '可从中取文件的内部主机，逗号分隔；公网地址不必列出',
      'hosts inside the company that files may be fetched from, by commas; public ones need no mention',
    ),
    text('主机名，可带端口，逗号分隔', 'host names, with port if need be, separated by commas'),
    z
      .string()
      .regex(/^[a-z0-9.:[\]-]+(,[a-z0-9.:[\]-]+)*$/i)
      .transform((list) => list.toLowerCase().split(','))
      .default([]),
  ),
  logLevel: setting(
    'HONGYAN_LOG',
    '--log <level>',
    text('日志级别', 'what is logged'),
    text('silent、error、warn 或 info', 'silent, error, warn or info'),
    z.enum(LOG_LEVELS).default('warn'),
  ),
} as const satisfies Record<string, Setting<z.ZodType>>

export type SettingName = keyof typeof settings

type Values = { readonly [Name in SettingName]: z.infer<(typeof settings)[Name]['schema']> }

export type Config = Omit<Values, 'keyFile'> & { readonly keyFile: string }

/** One value that cannot be used: which, what it held, what is allowed. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly setting: SettingName
  /** As given, without credentials. */
  readonly value: string
  readonly allowed: Text

  constructor(name: SettingName, value: string) {
    const { env, flag, allowed } = settings[name]
    const shown = name === 'databaseUrl' ? redactUrl(value) : value
    super(`${env} (${flag.split(' ')[0]}) is ${JSON.stringify(shown)}; allowed: ${allowed.en}.`)
    this.setting = name
    this.value = shown
    this.allowed = allowed
  }
}

/**
 * Reads every setting. An empty variable counts as none, as in a compose file that leaves one open.
 *
 * @throws ConfigError for the first value that cannot be used.
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  flags: { readonly [Name in SettingName]?: string | undefined } = {},
): Config {
  const read = <Name extends SettingName>(name: Name): Values[Name] => {
    const given = flags[name] ?? (env[settings[name].env] || undefined)
    const result = settings[name].schema.safeParse(given)
    if (!result.success) throw new ConfigError(name, given ?? '')
    // Each name's value comes from the same name's schema, which TypeScript cannot follow through the lookup.
    return result.data as Values[Name]
  }
  const data = read('data')
  return {
    host: read('host'),
    port: read('port'),
    allowedHosts: read('allowedHosts'),
    data,
    databaseUrl: read('databaseUrl'),
    keyFile: read('keyFile') ?? `${data}.key`,
    sandboxUrl: read('sandboxUrl'),
    leaseMs: read('leaseMs'),
    requestsPerSecond: read('requestsPerSecond'),
    mediaHosts: read('mediaHosts'),
    logLevel: read('logLevel'),
  }
}
