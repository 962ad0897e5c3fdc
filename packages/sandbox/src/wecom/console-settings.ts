import type { AppSettings } from '../platform.ts'
import type { Corp } from './apps.ts'

/** How the corp's apps are set up in the console (管理后台). */
export class ConsoleSettings {
  readonly #ofApp: Map<string, Required<AppSettings>>

  constructor({ apps }: Corp) {
    // The app of a mini program is visible to those who use it, not to the root department.
    this.#ofApp = new Map(
      apps.map(({ name, miniprogram }) => [name, { alwaysHome: false, rootVisible: !miniprogram }]),
    )
  }

  /** Of the contacts-sync secret, which has no page in the console, everything is off. */
  of(app: string): Required<AppSettings> {
    return this.#ofApp.get(app) ?? { alwaysHome: false, rootVisible: false }
  }

  change(app: string, settings: AppSettings): Required<AppSettings> {
    const changed = { ...this.of(app), ...settings }
    this.#ofApp.set(app, changed)
    return changed
  }
}
