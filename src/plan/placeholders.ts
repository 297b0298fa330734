/** What a message may mention as `{{ name }}`; the runbook fills in one flat value for each. */
export const placeholders = {
  plan: 'the name of the plan',
  scenario: 'the scenario that is being recovered from',
  'region.from': 'the region that is left',
  'region.to': 'the region that takes over',
  event: 'what the message is about: activated, restored or failed-back',
} as const satisfies Record<string, string>

/**
 * What stands between double braces in a message, in order.
 * @returns the text without the spaces around it, and whether it is a known name with at most one space on either side
 */
export function placeholdersOf(message: string): ReadonlyArray<{ readonly name: string; readonly known: boolean }> {
  return [...message.matchAll(/\{\{(.*?)\}\}/gs)].map(([, inside = '']) => {
    const name = inside.trim()
    return { name, known: /^ ?\S+ ?$/.test(inside) && Object.hasOwn(placeholders, name) }
  })
}
