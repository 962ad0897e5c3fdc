import { X509Certificate } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DAY_MS } from '../clock.ts'
import { createAuthority } from './authority.ts'
import { PLATFORM_HOSTS } from './host-names.ts'

/** Certificates that end within a day are made anew, so that they do not end in the middle of a session. */
const LEAST_LEFT_MS = DAY_MS

export interface ServerCertificate {
  readonly certificate: string
  readonly key: string
  /** What clients must trust, for example by NODE_EXTRA_CA_CERTS. Never installed anywhere by us. */
  readonly authorityFile: string
}

/**
 * The certificate for the platforms' host names: the directory's if it is still good, otherwise a new one. The
 * authority's private key is never written: it signs once and is forgotten.
 */
export async function provideCertificate(directory: string, now: number): Promise<ServerCertificate> {
  const authorityFile = join(directory, 'ca.pem')
  const certificateFile = join(directory, 'server.pem')
  const keyFile = join(directory, 'server-key.pem')
  const authority = await readIfThere(authorityFile)
  const certificate = await readIfThere(certificateFile)
  const key = await readIfThere(keyFile)
  if (authority && certificate && key && isGood(certificate, authority, now))
    return { certificate, key, authorityFile }
  const fresh = createAuthority(now)
  const signed = fresh.sign([...PLATFORM_HOSTS, 'localhost'])
  await mkdir(directory, { recursive: true, mode: 0o700 })
  await writeFile(keyFile, signed.key, { mode: 0o600 })
  await writeFile(authorityFile, fresh.pem)
  await writeFile(certificateFile, signed.certificate)
  return { ...signed, authorityFile }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

function isGood(certificatePem: string, authorityPem: string, now: number): boolean {
  const certificate = new X509Certificate(certificatePem)
  if (!certificate.checkIssued(new X509Certificate(authorityPem))) return false
  const leftMs = Date.parse(certificate.validTo) - now
  return leftMs > LEAST_LEFT_MS && PLATFORM_HOSTS.every((host) => certificate.checkHost(host) !== undefined)
}
