import type { Action } from '#execution'
import { text, texts } from '../arguments.ts'

/** Shows a message to whoever watches the run; nothing leaves the machine. */
export const notifyConsole: Action = {
  use: 'notify.console',
  effect: 'none',
  accepts: texts('channel', 'audience', 'message'),
  async run(args, { say }) {
    say(`${text(args, 'channel')}, to ${text(args, 'audience')}: ${text(args, 'message')}`)
    return { shown: text(args, 'message') }
  },
}
