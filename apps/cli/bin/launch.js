// In the checkout the sources run as they are: workspace packages then resolve to src/ by their custom condition.
import { existsSync } from 'node:fs'
import { registerHooks } from 'node:module'

const source = new URL('../src/main.ts', import.meta.url)
if (existsSync(source)) {
  registerHooks({
    resolve: (specifier, context, next) =>
      next(specifier, { ...context, conditions: [...context.conditions, 'hongyan-source'] }),
  })
  await import(source.href)
} else {
  await import('../dist/main.js')
}
