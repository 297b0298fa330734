import { TerminalFailure } from '#diagnostics'
import type { World } from '#execution'

/**
 * The management address of a component in a region.
 * @throws TerminalFailure where the target has none, so that only a person can do it
 */
export function manageOf(
  world: World,
  component: string,
  region: string,
): { readonly url: string; readonly token: string } {
  const { manage } = world.endpoint(component, region)
  if (!manage)
    throw new TerminalFailure(
      `The target gives no management address for ${component} in ${region}; do this step by hand.`,
      { harmless: true },
    )
  return manage
}
