import type { DeploymentSeen, Inspection, RegionSeen } from '#evidence'
import type { RunbookProbe } from '#runbook'
import { call, messageOf } from '../http.ts'
import { monotonic } from '../monotonic.ts'
import { managed, regionOf, type Site } from '../site.ts'
import type { TrafficStatus } from '../router.ts'
import type { Region } from '../region.ts'
import { copiesSeen } from './copies.ts'
import { entrySeen } from './entry.ts'
import { probesSeen } from './probes.ts'
import { replicationSeen } from './replication.ts'
import { serviceSeen } from './services.ts'
import { storeSeen } from './stores.ts'
import { vaultsSeen } from './vaults.ts'
import { waysSeen } from './ways.ts'

/** What is to be looked at. */
export interface Looking {
  readonly moment: Inspection['moment']
  /** The runbook's probes, and the region that they are to tell of. */
  readonly probes: readonly RunbookProbe[]
  readonly watched: string
  /** Where customers are, or are to be, while the other region is away. */
  readonly survivor: string
}

/**
 * Looks at every part of a lab, as it is and not as it was told to be. Nothing that customers notice is changed: copying
 * is held for a moment before the fault, something is put into a vault and taken away again, and one more instance runs
 * for a moment in an outage, to which nobody is sent.
 */
export async function inspect(site: Site, { moment, probes, watched, survivor }: Looking): Promise<Inspection> {
  const status = () => call<TrafficStatus>(site.layout.traffic, 'GET', '/status', { timeout: 5000 })
  const [{ entry }, regions, ways, standing, copies, vaults, deployment] = await Promise.all([
    entrySeen(site),
    Promise.all(site.regions.map((region) => regionSeen(site, region))),
    waysSeen(site),
    probesSeen(site, status, probes, watched),
    moment === 'outage' ? undefined : copiesSeen(site),
    moment === 'outage' ? undefined : vaultsSeen(site),
    moment === 'outage' ? deployed(regionOf(site, survivor)) : undefined,
  ])
  // Last, for copies that are held are behind.
  const replication = moment === 'before' ? await replicationSeen(site) : undefined
  return {
    moment,
    at: monotonic(),
    entry,
    regions,
    ways,
    probes: standing,
    ...(copies ? { copies } : {}),
    ...(vaults ? { vaults } : {}),
    ...(deployment ? { deployment } : {}),
    ...(replication ? { replication } : {}),
  }
}

async function regionSeen(site: Site, region: Region): Promise<RegionSeen> {
  const [service, store] = await Promise.all([serviceSeen(site, region), storeSeen(site, region)])
  const answers = store.role === 'primary' || store.role === 'standby'
  const serves = service.instances.length > 0 && service.instances.every((one) => one.answers)
  return {
    region: region.name,
    managed: [
      ...site.spec.stores.map((component) => ({ component, says: wordOf(site, region, 'server'), answers })),
      { component: 'service', says: wordOf(site, region, 'services'), answers: serves },
    ],
    service,
    store,
  }
}

/** What the region's management would answer about a part. */
function wordOf(site: Site, { name }: Region, part: 'server' | 'services'): RegionSeen['managed'][number]['says'] {
  try {
    return managed(site, name)[part].runs() ? 'running' : 'stopped'
  } catch {
    return 'nothing'
  }
}

async function deployed({ name, services }: Region): Promise<DeploymentSeen> {
  try {
    return { region: name, seconds: await services.trial() }
  } catch (error) {
    return { region: name, trouble: messageOf(error) }
  }
}
