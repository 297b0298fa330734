import { plain } from '#markup'

/** What a person is asked for; execution's `Asked`. */
export type AskedFor = 'decision' | 'work' | 'doubt' | 'failure' | 'items'

/** Something that waits for a person. */
export interface Waiting {
  readonly run: string
  /** The step, or the item. */
  readonly step: string
  readonly for: AskedFor
  /** A role that may answer; `ROLE` stands in where none is known. */
  readonly role?: string
}

/** What to type, to answer what is waited for: whole commands, each on a line of its own, the likeliest first. */
export function nextCommands({ run, step, for: asked, role }: Waiting): readonly string[] {
  const command = (verb: string, ...rest: readonly string[]): string =>
    ['muster', 'run', verb, word(run), word(step), ...rest, '--as', role === undefined ? 'ROLE' : word(role)].join(' ')
  switch (asked) {
    case 'decision':
      return [command('approve'), command('reject')]
    case 'work':
      return [`${command('done')} --comment "WHAT YOU SAW"`]
    case 'doubt':
      return [
        `${command('resolve', '--done')} --comment "WHAT YOU SAW"`,
        `${command('resolve', '--not-done')} --comment "WHAT YOU SAW"`,
      ]
    case 'failure':
      return [
        command('retry'),
        `${command('done')} --comment "WHAT YOU DID"`,
        `${command('skip')} --comment "WHY"`,
        `muster run cancel ${word(run)} --as ${role === undefined ? 'ROLE' : word(role)}`,
      ]
    case 'items':
      return [`${command('done')} --comment "WHAT BECAME OF IT"`]
  }
}

/** What to type, to go on with a run that is paused. */
export function resumeCommand(run: string): string {
  return `muster run resume ${word(run)} --as ROLE`
}

/** A text as one word of a shell, safe to copy whatever it holds. */
export function word(text: string): string {
  const safe = plain(text)
  return /^[\w@%+:,./-]+$/.test(safe) ? safe : `'${safe.replaceAll("'", `'\\''`)}'`
}
