/**
 * What an enterprise robot sends: `msgKey` names the template, `msgParam` fills it. Mentions are not supported.
 * Source: 钉钉「机器人发送消息的消息类型」, 2026-08-22.
 */
export type RobotTemplate = {
  [Key in RobotMsgKey]: { readonly msgKey: Key; readonly msgParam: RobotTemplateParams[Key] }
}[RobotMsgKey]

export type RobotMsgKey = keyof RobotTemplateParams

/** The parameters of each template, all of them texts. */
export interface RobotTemplateParams {
  readonly sampleText: { readonly content: string }
  readonly sampleMarkdown: Titled
  readonly sampleImageMsg: {
    /** A URL or a media id. */
    readonly photoURL: string
  }
  readonly sampleLink: Titled & { readonly picUrl: string; readonly messageUrl: string }
  /** One button over the whole card. There is no sampleActionCard1. */
  readonly sampleActionCard: Titled & { readonly singleTitle: string; readonly singleURL: string }
  /** Buttons one below the other. */
  readonly sampleActionCard2: TwoActions
  readonly sampleActionCard3: ThreeActions
  readonly sampleActionCard4: FourActions
  readonly sampleActionCard5: FourActions & { readonly actionTitle5: string; readonly actionURL5: string }
  /** Two buttons side by side; their fields have other names. */
  readonly sampleActionCard6: Titled & {
    readonly buttonTitle1: string
    readonly buttonUrl1: string
    readonly buttonTitle2: string
    readonly buttonUrl2: string
  }
  /** ogg or amr. */
  readonly sampleAudio: {
    readonly mediaId: string
    /** Whole milliseconds as text. */
    readonly duration: string
  }
  readonly sampleFile: {
    readonly mediaId: string
    readonly fileName: string
    readonly fileType: RobotFileType
  }
  /** mp4. */
  readonly sampleVideo: {
    /** Whole seconds as text. */
    readonly duration: string
    readonly videoMediaId: string
    readonly videoType: 'mp4'
    readonly picMediaId: string
    readonly height?: string | undefined
    readonly width?: string | undefined
  }
}

export type RobotFileType = 'xlsx' | 'pdf' | 'zip' | 'rar' | 'doc' | 'docx'

interface Titled {
  readonly title: string
  /** Markdown, except in sampleLink. */
  readonly text: string
}

interface TwoActions extends Titled {
  readonly actionTitle1: string
  readonly actionURL1: string
  readonly actionTitle2: string
  readonly actionURL2: string
}

interface ThreeActions extends TwoActions {
  readonly actionTitle3: string
  readonly actionURL3: string
}

interface FourActions extends ThreeActions {
  readonly actionTitle4: string
  readonly actionURL4: string
}
