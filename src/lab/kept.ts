import { messageOf } from './http.ts'

/** Milliseconds. */
const pause = 250

/**
 * Does it again and again for as long as this process lives, so that a server which was started again, or was changed by
 * somebody else, is soon as it should be. What goes wrong stands in the log, once for as long as it stays the same.
 */
export function keepBringing(bring: () => Promise<void>): void {
  let said = ''
  const next = async () => {
    const trouble = await bring().then(() => '', messageOf)
    if (trouble !== said) process.stderr.write(`${trouble || 'It is as it should be again.'}\n`)
    said = trouble
    setTimeout(() => void next(), pause)
  }
  void next()
}
