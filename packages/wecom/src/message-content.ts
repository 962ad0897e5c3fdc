/** One content per message type of 企业微信「发送应用消息」(2025-09-24), but for template cards. Bytes are UTF-8. */
export type PlainContent =
  | TextMessage
  | ImageMessage
  | VoiceMessage
  | VideoMessage
  | FileMessage
  | TextcardMessage
  | NewsMessage
  | MpnewsMessage
  | MarkdownMessage
  | MiniprogramNoticeMessage
  | TaskcardMessage

/** 1: may not be shared and carries a watermark. Default 0. */
export type Safe = 0 | 1

/** A type for which the platform offers no `safe`. */
interface NeverSafe {
  readonly safe?: undefined
}

/** Plain text; `\n` breaks lines and `<a href="…">` links. */
export interface TextMessage {
  readonly msgtype: 'text'
  readonly text: {
    /** 1 to 2 048 bytes; cut off beyond. */
    readonly content: string
  }
  readonly safe?: Safe | undefined
}

/** What `media.upload` gave, at most three days ago, for the same kind. */
interface MediaReference {
  readonly media_id: string
}

/** A picture, uploaded as `image`. */
export interface ImageMessage {
  readonly msgtype: 'image'
  readonly image: MediaReference
  readonly safe?: Safe | undefined
}

/** A voice message, uploaded as `voice`. */
export interface VoiceMessage extends NeverSafe {
  readonly msgtype: 'voice'
  readonly voice: MediaReference
}

/** A video, uploaded as `video`. */
export interface VideoMessage {
  readonly msgtype: 'video'
  readonly video: MediaReference & {
    /** At most 128 bytes; cut off beyond. */
    readonly title?: string | undefined
    /** At most 512 bytes; cut off beyond. */
    readonly description?: string | undefined
  }
  readonly safe?: Safe | undefined
}

/**
 * A file, uploaded as `file`. With `safe: 1` only txt, pdf, doc, docx, ppt, pptx, xls, xlsx, xml, jpg, jpeg, png, bmp
 * and gif.
 */
export interface FileMessage {
  readonly msgtype: 'file'
  readonly file: MediaReference
  readonly safe?: Safe | undefined
}

/**
 * Headings, bold, links, inline code, quotes and `<font color="info|comment|warning">`. Shown only in WeCom itself,
 * not in the WeChat plug-in (微信插件).
 */
export interface MarkdownMessage extends NeverSafe {
  readonly msgtype: 'markdown'
  readonly markdown: {
    /** 1 to 2 048 bytes. */
    readonly content: string
  }
}

/** A card with one link. */
export interface TextcardMessage extends NeverSafe {
  readonly msgtype: 'textcard'
  readonly textcard: {
    /** 1 to 128 bytes; cut off beyond. */
    readonly title: string
    /** 1 to 512 bytes; cut off beyond. `<br>` and `<div class="gray|highlight|normal">` are understood. */
    readonly description: string
    /** With `http://` or `https://`, at most 2 048 bytes. */
    readonly url: string
    /** Text of the button, at most 4 characters; cut off beyond. Default 详情. */
    readonly btntxt?: string | undefined
  }
}

/** One to eight articles with pictures. The platform refuses a confidential one (40074). */
export interface NewsMessage extends NeverSafe {
  readonly msgtype: 'news'
  readonly news: {
    /** 1 to 8. */
    readonly articles: readonly NewsArticle[]
  }
}

/** Opens `url`, or a mini-program by `appid` and `pagepath`. With both, the platform ignores `url`. */
export type NewsArticle = NewsArticleText &
  (
    | { readonly url: string; readonly appid?: string | undefined; readonly pagepath?: string | undefined }
    | { readonly url?: string | undefined; readonly appid: string; readonly pagepath: string }
  )

interface NewsArticleText {
  /** 1 to 128 bytes; cut off beyond. */
  readonly title: string
  /** At most 512 bytes; cut off beyond. */
  readonly description?: string | undefined
  /** JPG or PNG, at most 2 048 bytes of address; best 1068×455 for the first article, 150×150 for the others. */
  readonly picurl?: string | undefined
}

/** One to eight articles whose text WeCom keeps itself. */
export interface MpnewsMessage {
  readonly msgtype: 'mpnews'
  readonly mpnews: {
    /** 1 to 8. */
    readonly articles: readonly MpnewsArticle[]
  }
  /** 2: may be shared inside the company only; no other type knows it. */
  readonly safe?: Safe | 2 | undefined
}

/** One article of `mpnews`; its pictures come from `media.uploadImage`. */
export interface MpnewsArticle {
  /** 1 to 128 bytes. */
  readonly title: string
  /** Uploaded as `image`. */
  readonly thumb_media_id: string
  /** At most 64 bytes. */
  readonly author?: string | undefined
  readonly content_source_url?: string | undefined
  /** HTML, 1 byte to 666 KB. */
  readonly content: string
  /** At most 512 bytes; cut off beyond. */
  readonly digest?: string | undefined
}

/** A notice of a mini-program, sent by the app that is bound to it; never to `@all`. */
export interface MiniprogramNoticeMessage extends NeverSafe {
  readonly msgtype: 'miniprogram_notice'
  readonly miniprogram_notice: {
    /** Of a mini-program linked to the app. */
    readonly appid: string
    /** At most 1 024 bytes. */
    readonly page?: string | undefined
    /** 4 to 12 characters. */
    readonly title: string
    /** 4 to 12 characters. */
    readonly description?: string | undefined
    /** True: the first item is shown large. */
    readonly emphasis_first_item?: boolean | undefined
    /** At most 10. */
    readonly content_item?: readonly NoticeItem[] | undefined
  }
}

/** One line of a `miniprogram_notice`. */
export interface NoticeItem {
  /** At most 10 characters. */
  readonly key: string
  /** At most 30 characters. */
  readonly value: string
}

/** @deprecated The platform has replaced it by `template_card`. */
export interface TaskcardMessage extends NeverSafe {
  readonly msgtype: 'taskcard'
  readonly taskcard: {
    /** 1 to 128 bytes. */
    readonly title: string
    /** 1 to 512 bytes. */
    readonly description: string
    readonly url?: string | undefined
    /** Unique within the app; 1 to 128 of `0-9 A-Z a-z _ - @ .` */
    readonly task_id: string
    /** 1 or 2. */
    readonly btn: readonly TaskcardButton[]
  }
}

/** A button of a task card. */
export interface TaskcardButton {
  /** Comes back in the callback, 1 to 128 bytes. */
  readonly key: string
  readonly name: string
  /** What it says once pressed. Default 已处理. */
  readonly replace_name?: string | undefined
  /** Default `blue`. */
  readonly color?: 'red' | 'blue' | undefined
  readonly is_bold?: boolean | undefined
}
