import { stat } from 'node:fs/promises'
import { type Hongyan, isHongyanError } from '@hongyan/client'
import type { Text } from '@hongyan/contract'
import type { Config } from '@hongyan/gateway'

/** One thing that `doctor` looked at. */
export interface Finding {
  readonly ok: boolean
  readonly sentence: Text
  /** What to type, where something is wrong. */
  readonly remedy?: Text
}

const OTHERS_MAY_READ = 0o044

/** Whether the secrets on this machine are readable by their owner alone. */
export async function checkFiles({ data, keyFile }: Pick<Config, 'data' | 'keyFile'>): Promise<Finding[]> {
  const findings = [await checkPrivacy(data), await checkPrivacy(keyFile)]
  return findings.filter((finding) => finding !== undefined)
}

/** Undefined for what does not exist yet: the first start makes it. */
async function checkPrivacy(path: string): Promise<Finding | undefined> {
  const found = await stat(path).catch(() => undefined)
  if (!found || process.platform === 'win32') return undefined
  if ((found.mode & OTHERS_MAY_READ) === 0) {
    return { ok: true, sentence: text(`${path} 只有所有者可读`, `${path} is its owner's alone`) }
  }
  const mode = found.isDirectory() ? '700' : '600'
  return {
    ok: false,
    sentence: text(`${path} 可被其他用户读取`, `${path} can be read by others`),
    remedy: text(`chmod ${mode} ${path}`, `chmod ${mode} ${path}`),
  }
}

/** Whether the gateway answers, and whether each of its accounts can send. */
export async function checkGateway(hongyan: Hongyan, url: string): Promise<Finding[]> {
  try {
    const answers = {
      ok: true,
      sentence: text(`网关在 ${url} 应答`, `The gateway answers at ${url}`),
    }
    const accounts = (await hongyan.accounts.list()).filter(({ status }) => status !== 'disabled')
    return [answers, ...(await Promise.all(accounts.map(({ name }) => checkAccount(hongyan, name))))]
  } catch (error) {
    if (!(isHongyanError(error) && error.kind === 'unreachable')) throw error
    return [
      {
        ok: false,
        sentence: text(`${url} 没有网关应答`, `No gateway answers at ${url}`),
        remedy: text('hongyan up', 'hongyan up'),
      },
    ]
  }
}

async function checkAccount(hongyan: Hongyan, name: string): Promise<Finding> {
  const { ok } = await hongyan.accounts.diagnose(name)
  if (ok) return { ok, sentence: text(`账号 ${name} 可以发送`, `Account ${name} can send`) }
  return {
    ok,
    sentence: text(`账号 ${name} 不能发送`, `Account ${name} cannot send`),
    remedy: text(`hongyan accounts diagnose ${name}`, `hongyan accounts diagnose ${name}`),
  }
}

const text = (zh: string, en: string): Text => ({ zh, en })
