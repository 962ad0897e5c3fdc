import base from './vitest.config.ts'

/** Each kill point once per store: minutes of killed and restarted processes, apart from the other tests. */
export default {
  ...base,
  test: { ...base.test, include: ['e2e/gateway/kills/kills-*.test.ts'], exclude: [] },
}
