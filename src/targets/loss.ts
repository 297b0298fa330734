import { lagOf } from '#actions'
import { TerminalFailure } from '#diagnostics'
import { systemClock, type World } from '#execution'
import type { StoreLoss } from '#journal'
import type { Runbook } from '#runbook'
import { isPostgres } from './identities.ts'

/** Milliseconds after which a look is given up. */
const patience = 10_000

/**
 * What would be lost of every store of a runbook if the region that it leaves were given up now, as the region that
 * takes over sees it. Changes nothing.
 * @returns one entry per store, in the runbook's order; a figure only where it was measured, otherwise why not. Never
 * rejects but for a bug
 */
export async function lossNow(world: World, runbook: Runbook): Promise<readonly StoreLoss[]> {
  const signal = AbortSignal.timeout(patience)
  return Promise.all(
    runbook.stores.map(async ({ component, replication, restored }): Promise<StoreLoss> => {
      if (restored === true)
        return { component, unknown: 'It is restored: what was written after the chosen point is lost.' }
      if (replication === 'none')
        return { component, unknown: 'It is not replicated: what was written since its last backup is lost.' }
      const url = urlOf(world, component, runbook.to)
      if ('unknown' in url) return { component, ...url }
      if (!isPostgres(url.has))
        return { component, unknown: 'Muster cannot ask such a store how far its copy is behind; see its own figures.' }
      return { component, ...(await lagOf(world, component, runbook.from, runbook.to, systemClock, signal)) }
    }),
  )
}

function urlOf(world: World, component: string, region: string): { has: string } | { unknown: string } {
  try {
    return { has: world.endpoint(component, region).url }
  } catch (error) {
    if (error instanceof TerminalFailure) return { unknown: error.message }
    throw error
  }
}
