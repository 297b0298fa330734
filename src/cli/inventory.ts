import { Failure } from '#diagnostics'
import type { Muster } from '#muster'

/** The options by which a command is told of what is deployed. */
export interface Deployed {
  readonly inventory?: readonly string[]
  readonly location?: string
  readonly set: readonly string[]
}

/**
 * The plan that a command means, and what is deployed where that is said. An option that takes several words takes the plan
 * too where that stands behind it.
 * @throws Failure `usage` for a source without a format
 */
export async function deployedFor(muster: Muster, argument: string | undefined, options: Deployed) {
  const [stray, ...strays] = (options.inventory ?? []).filter((one) => !/^[a-z-]+:/.test(one))
  if (strays.length > 0 || (stray !== undefined && argument !== undefined))
    throw new Failure(
      'usage',
      `“${strays[0] ?? stray}” names no format. Write it as FORMAT:PATH, such as arm:main.json.`,
    )
  const sources = options.inventory?.filter((one) => one !== stray) ?? []
  return {
    plan: argument ?? stray,
    found: sources.length > 0 ? await muster.readInventories(sources, options) : undefined,
  }
}

/**
 * Nothing is concluded from what could not be read.
 * @throws Failure `usage` where a file of an inventory is broken or of another format, with the first place
 */
export function assureRead({ inventory }: Awaited<ReturnType<Muster['readInventories']>>): void {
  const lost = inventory.problems.find(({ code }) => code === 'input-unreadable' || code === 'input-of-another-format')
  if (lost)
    throw new Failure('usage', `${lost.place.file}:${lost.place.line}:${lost.place.column}: ${lost.detail} ${lost.fix}`)
}
