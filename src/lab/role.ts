import { Failure } from '#diagnostics'
import type { Word } from './child.ts'
import { messageOf } from './http.ts'

/** What a process does; resolves once it is ready, with what its starter is to know. */
type Role = (settings: never) => Promise<unknown>

/** How single roles differ from the rest. */
export interface Habits {
  /** Those that are over once they are ready. */
  readonly brief?: readonly string[]
  /** Those that are not over when their starter has gone. */
  readonly lasting: readonly string[]
}

/**
 * Makes this process one of ours: takes the role that its first argument names, with the settings that come over the
 * channel, and says over it that it is ready, or why not.
 * @param title what the process is called among all of the machine, before its role
 */
export function takeRole(
  title: string,
  roles: Readonly<Record<string, () => Promise<Role>>>,
  { brief = [], lasting }: Habits,
): void {
  const role = process.argv[2] ?? ''
  process.title = `${title} ${role}`

  const begin = async (settings: never): Promise<void> => {
    try {
      const run = await roles[role]?.()
      if (!run) throw new Failure('usage', `${title} has no process ${role}. This is a bug in Muster.`)
      await say({ ready: await run(settings) })
      if (brief.includes(role)) process.exit(0)
    } catch (error) {
      const kind = error instanceof Failure ? error.kind : 'unreachable'
      const code = (error as NodeJS.ErrnoException).code
      await say({ failed: { kind, message: messageOf(error), ...(code === undefined ? {} : { code }) } })
      process.exit(1)
    }
  }
  process.once('message', ({ settings }: { settings: never }) => void begin(settings))
  if (!lasting.includes(role)) process.on('disconnect', () => process.exit(0))
}

function say(word: Word): Promise<void> {
  return new Promise((resolve) => (process.send ? process.send(word, () => resolve()) : resolve()))
}
