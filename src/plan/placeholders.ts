/** What a message may mention as `{{ name }}`; whoever sends it fills them in, one flat value each. */
export const placeholders = {
  plan: 'the name of the plan',
  owner: 'the owner of the plan',
  scenario: 'the scenario that is being recovered from',
  'region.from': 'the region that is left',
  'region.to': 'the region that takes over',
  flow: 'the flows that the scenario touches, separated by commas',
  'flow.does': 'what these flows do',
  moment: 'the moment that the message is about, in UTC',
  run: 'the id of the run',
  target: 'the target that the run acts on',
} as const satisfies Record<string, string>

/** What stands between double braces in a message, in order: the trimmed text, and whether it is a known name. */
export function placeholdersOf(message: string): ReadonlyArray<{ readonly name: string; readonly known: boolean }> {
  return [...message.matchAll(/\{\{(.*?)\}\}/gs)].map(([, inside = '']) => {
    const name = inside.trim()
    return { name, known: Object.hasOwn(placeholders, name) }
  })
}

/** The message with every known placeholder that has a value replaced; the others stay as they are written. */
export function filled(message: string, values: Readonly<Partial<Record<keyof typeof placeholders, string>>>): string {
  return message.replace(/\{\{(.*?)\}\}/gs, (written, inside: string) => {
    const name = inside.trim()
    return (Object.hasOwn(values, name) ? values[name as keyof typeof placeholders] : undefined) ?? written
  })
}
