import type { Services } from './services.ts'

/** Unit: waiting deliveries of one account and lane that are counted; beyond it the figure stays there. */
const MAX_COUNTED = 100_000

/** What has been answered since the start, by route and status. */
export class RequestCounts {
  readonly #counts = new Map<
    string,
    { route: string; method: string; status: number; count: number; seconds: number }
  >()

  add(method: string, route: string, status: number, seconds: number): void {
    const key = `${method} ${route} ${status}`
    const entry = this.#counts.get(key) ?? { route, method, status, count: 0, seconds: 0 }
    this.#counts.set(key, { ...entry, count: entry.count + 1, seconds: entry.seconds + seconds })
  }

  values() {
    return [...this.#counts.values()]
  }
}

/** The metrics in Prometheus' text format. */
export async function metricsText(services: Services, requests: RequestCounts): Promise<string> {
  const { store, clock } = services
  const now = clock.now()
  const backlog = await store.backlog(MAX_COUNTED)
  const limits = await store.limitUse(now)
  const answered = requests.values()
  const byLane = ({ account, lane }: { account: string; lane: string }) => ({ account, lane })
  return [
    ...metric(
      'hongyan_waiting_deliveries',
      'gauge',
      'Deliveries that wait to be sent.',
      backlog.map((lane) => [byLane(lane), lane.waiting]),
    ),
    ...metric(
      'hongyan_oldest_wait_seconds',
      'gauge',
      'How long the first of a lane has been due.',
      backlog.map((lane) => [byLane(lane), Math.max(0, now - lane.dueAt) / 1000]),
    ),
    ...metric(
      'hongyan_blocked_seconds',
      'gauge',
      'How long a limit stays shut, because the platform said so.',
      limits.map(({ owner, scope, blockedUntil }) => [
        { owner: owner.kind, id: owner.id, scope },
        Math.max(0, (blockedUntil ?? now) - now) / 1000,
      ]),
    ),
    ...metric(
      'hongyan_http_requests_total',
      'counter',
      'Requests answered.',
      answered.map(({ count, ...labels }) => [labelsOf(labels), count]),
    ),
    ...metric(
      'hongyan_http_request_seconds_total',
      'counter',
      'Time spent on them.',
      answered.map(({ seconds, ...labels }) => [labelsOf(labels), seconds]),
    ),
    ...metric('hongyan_resident_memory_bytes', 'gauge', 'Memory of this process.', [
      [{}, process.memoryUsage.rss()],
    ]),
    '',
  ].join('\n')
}

const labelsOf = ({ method, route, status }: { method: string; route: string; status: number }) => ({
  method,
  route,
  status: String(status),
})

type Sample = readonly [labels: Readonly<Record<string, string>>, value: number]

const metric = (
  name: string,
  type: 'gauge' | 'counter',
  help: string,
  samples: readonly Sample[],
): string[] => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} ${type}`,
  ...samples.map(([labels, value]) => `${name}${formatLabels(labels)} ${value}`),
]

function formatLabels(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) => `${name}="${value.replaceAll(/[\\"\n]/g, (at) => (at === '\n' ? '\\n' : `\\${at}`))}"`,
  )
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}
