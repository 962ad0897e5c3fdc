import { defineConfig } from 'vitest/config'

/**
 * Sources run as they are: the custom condition makes workspace packages resolve to src/, not dist/. `import` is left to
 * Node, which adds it where a module is imported and not where it is required.
 */
const sourceConditions = ['hongyan-source', 'node', 'module', 'default']

export default defineConfig({
  resolve: { conditions: sourceConditions },
  ssr: { resolve: { conditions: sourceConditions, externalConditions: sourceConditions } },
  test: {
    include: ['{packages,apps}/*/src/**/*.test.ts', '{e2e,examples,bench,scripts}/**/*.test.ts'],
    // Two cores: a second worker helps, a third only competes with the servers under test.
    maxWorkers: 2,
    // A hang is a hang after two minutes; below that a busy machine is no failure. Unit: ms.
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
})
