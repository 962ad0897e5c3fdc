import { BlockList } from '../block-list.ts'
import { DAY_MS, startOfDay, startOfMonth } from '../clock.ts'
import { SlidingWindow } from '../sliding-window.ts'
import type { World } from '../world.ts'
import { type Refusal, type Reply, refuse } from './envelope.ts'
import type { Endpoint } from './gate.ts'
import { pictureType } from './media-kinds.ts'

/** Bytes of a picture. General knowledge: the page names no size. */
const LEAST_BYTES = 5
const MOST_BYTES = 2 * 1024 * 1024
/** A limit per month blocks for so long: 《访问频率限制》, developer.work.weixin.qq.com/document/path/90312, 2023-08-28. */
const MONTH_BLOCK_MS = 30 * DAY_MS
/** All apps of the corp share the allowances. */
const CORP = 'corp'

/** POST /cgi-bin/media/uploadimg: 《上传图片》, 90256. The address stays for good and works inside WeCom only. */
export function uploadImage(world: World): Endpoint {
  const inDay = new SlidingWindow()
  const inMonth = new SlidingWindow()
  const blocks = new BlockList()

  return ({ files, at }): Reply => {
    const refused = checkAllowances(at) ?? checkPicture(files[0]?.bytes ?? Buffer.alloc(0))
    if (refused) return refused
    inDay.add(CORP, at)
    inMonth.add(CORP, at)
    const url = `http://p.qpic.cn/pic_wework/${world.ids.digits(10)}/${world.ids.hex(32)}/0`
    return { rule: 'wecom.uploadimg.ok', errmsg: '', fields: { url } }
  }

  function checkAllowances(at: number): Refusal | undefined {
    const perMonth = world.limits.get('wecom.uploadimgPerMonth')
    const perDay = world.limits.get('wecom.uploadimgPerDay')
    if (perMonth !== null && blocks.holds(CORP, at, perMonth)) return refuse('wecom.uploadimg.blocked', 45009)
    if (perMonth !== null && inMonth.countAfter(CORP, startOfMonth(at) - 1) >= perMonth) {
      blocks.begin(CORP, at + MONTH_BLOCK_MS, perMonth)
      return refuse('wecom.uploadimg.tooManyInTheMonth', 45009)
    }
    if (perDay !== null && inDay.countAfter(CORP, startOfDay(at) - 1) >= perDay) {
      return refuse('wecom.uploadimg.tooManyInTheDay', 45009)
    }
    return undefined
  }
}

function checkPicture(bytes: Buffer): Refusal | undefined {
  if (bytes.length === 0) return refuse('wecom.uploadimg.empty', 44001)
  if (bytes.length < LEAST_BYTES) return refuse('wecom.uploadimg.tooSmall', 40006)
  if (bytes.length > MOST_BYTES) return refuse('wecom.uploadimg.tooLarge', 40009)
  return pictureType(bytes) ? undefined : refuse('wecom.uploadimg.format', 40004)
}
