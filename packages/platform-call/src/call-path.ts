import type { InputCheck } from './input-check.ts'

/** What `call` of a client is given as path, in its two parts. */
export interface CallPath {
  readonly path: string
  readonly query: Readonly<Record<string, string>>
}

/**
 * Reads the path of a call that no type describes: as documented by the platform, with its own query.
 *
 * @param usual a path of the platform's, as example
 * @throws InvalidInputError if it holds a host or what no path holds, or names a parameter twice
 */
export function parseCallPath(check: InputCheck, pathWithQuery: string, usual: string): CallPath {
  check.text('path', pathWithQuery)
  const [path = '', search = ''] = pathWithQuery.split(/\?(.*)/s)
  if (!/^(?:\/[\w\-.~%:@]+)+\/?$/.test(path)) {
    check.refuse('path', {
      zh: `path 应以 / 开头，只含路径与查询参数，不含主机名，例如 ${usual}。`,
      en: `path begins with / and holds no host, for example ${usual}.`,
    })
  }
  const parameters = [...new URLSearchParams(search)]
  const query = Object.fromEntries(parameters)
  if (Object.keys(query).length < parameters.length) {
    check.refuse('path', {
      zh: 'path 中同一个查询参数出现了两次。',
      en: 'A query parameter stands twice in the path.',
    })
  }
  return { path, query }
}
