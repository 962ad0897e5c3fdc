// The first thing this package loads. On an older Node.js undici fails in a place that tells nobody why.

/** What to say of a Node.js that is too old; undefined if it is not. */
export function complaintOf(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 19)) return undefined
  return `需要 Node.js 22.19 或更高版本，当前为 ${version}。Node.js 22.19 or later is needed; this is ${version}.`
}

const complaint = complaintOf(process.versions.node)
if (complaint) throw new Error(complaint)
