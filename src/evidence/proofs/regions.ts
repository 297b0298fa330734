import { at, differences, inspections, type Judge, long, regionIn, steady, verdict } from './seen.ts'

/** The other region as it is found before the fault: data, release and size are those of a day on which it may be needed. */
export const standbyReadiness: Judge = (seen) => {
  const { to, direction } = seen.runbook
  const before = at(seen, 'before')
  const region = direction === 'failover' ? regionIn(before, to) : undefined
  if (!before || !region) return undefined
  const { store, service } = region
  const restorable = before.vaults?.some(({ region: at, backups }) => at === to && backups[0]?.whole === true) === true
  const answering = service.instances.filter(({ answers }) => answers).length
  const needed = service.ordinary > 0
  return verdict(
    [
      ...(store.role === 'dead' ? [`The database server of ${to} runs and does not answer.`] : []),
      ...(store.role === 'standby' && store.receives !== true ? [`The standby in ${to} receives nothing.`] : []),
      ...(store.role === 'none' && !restorable ? [`There are no data in ${to}, and no whole backup.`] : []),
      ...(needed && service.release !== service.wanted ? [`${to} does not have the release that is to serve.`] : []),
      ...(answering < service.ordinary ? [`${answering} of ${service.ordinary} instances answer in ${to}.`] : []),
    ],
    `${to} has its data (${store.role === 'none' ? 'a whole backup' : store.role}) and ${answering} of ${service.ordinary} instances.`,
  )
}

/** Instances that say that they are ready take writes, and those that take none do not say so. */
export const readinessIndicators: Judge = (seen) => {
  const all = steady(seen).flatMap(({ regions }) =>
    regions.flatMap(({ region, service }) => service.instances.map((instance) => ({ region, ...instance }))),
  )
  if (all.length === 0) return undefined
  const against = all
    .filter(({ ready, able }) => ready !== able)
    .map(({ region, ready }) =>
      ready
        ? `An instance in ${region} says that it is ready and takes no write.`
        : `An instance in ${region} takes writes and says that it is not ready.`,
    )
  return verdict(against, `${all.length} times an instance was asked whether it is ready, and each said what was so.`)
}

/** What the management says of parts beside what they do. */
export const infrastructureChecks: Judge = (seen) => {
  const all = steady(seen).flatMap(({ regions }) =>
    regions.flatMap(({ region, managed }) =>
      managed.flatMap(({ component, says, answers }) =>
        says === 'nothing' ? [] : [{ region, component, says, answers }],
      ),
    ),
  )
  if (all.length === 0) return undefined
  const against = all
    .filter(({ says, answers }) => (says === 'running') !== answers)
    .map(
      ({ region, component, says, answers }) =>
        `The management says that ${component} in ${region} is ${says}, and it ${answers ? 'answers' : 'does not answer'}.`,
    )
  return verdict(against, `${all.length} words of the management agree with what answers.`)
}

/** Release and settings are the same in every region that has any. */
export const deploymentConsistency: Judge = (seen) => {
  const looks = inspections(seen).filter(({ moment }) => moment !== 'outage')
  const releases = looks.flatMap(({ regions }) =>
    regions.flatMap(({ region, service: { release, wanted } }) =>
      release === undefined ? [] : [{ region, same: release === wanted }],
    ),
  )
  const settings = looks.flatMap(({ regions }) => {
    const lists = new Map(
      regions.flatMap(({ region, store }) => (store.settings ? [[region, linesOf(store.settings)]] : [])),
    )
    return lists.size < 2 ? [] : [differences(lists)]
  })
  if (new Set(releases.map(({ region }) => region)).size < 2) return undefined
  return verdict(
    [
      ...releases
        .filter(({ same }) => !same)
        .map(({ region }) => `${region} has another release than the one that is to serve.`),
      ...settings.flat(),
    ],
    `The release is the same in all regions${settings.length > 0 ? ', and so are the settings of their servers' : ''}.`,
  )
}

function linesOf(settings: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(settings).map(([name, value]) => `${name} = ${value}`)
}

/** What the workload depends on answers in both regions, as the workload itself asks it. */
export const dependenciesAvailable: Judge = (seen) => {
  const before = at(seen, 'before')
  const asked = before?.regions.filter(({ store }) => ['primary', 'standby', 'dead'].includes(store.role)) ?? []
  if (!before || asked.length < 2) return undefined
  const vaults = before.vaults && new Set(before.vaults.map(({ region }) => region))
  return verdict(
    [
      ...asked
        .filter(({ store }) => store.signsIn !== true)
        .map(({ region }) => `The database in ${region} does not let the services in.`),
      ...(vaults
        ? before.regions
            .filter(({ region }) => !vaults.has(region))
            .map(({ region }) => `The vault in ${region} does not answer.`)
        : []),
    ],
    `The databases${vaults ? ' and vaults' : ''} of ${asked.map(({ region }) => region).join(' and ')} answer.`,
  )
}

/** Every service of a region is reached from the other one, over the line. */
export const networkConnectivity: Judge = (seen) => {
  const ways = at(seen, 'before')?.ways ?? []
  if (ways.length === 0) return undefined
  const slowest = Math.max(...ways.map(({ seconds = 0 }) => seconds))
  return verdict(
    ways
      .filter(({ seconds }) => seconds === undefined)
      .map(({ from, to, service }) => `${service} in ${to} is not reached from ${from}.`),
    `${ways.length} ways between the regions carry, the slowest in ${long(slowest)}.`,
  )
}

/** A release was installed and started while the other region was away. */
export const pipelineResilience: Judge = (seen) => {
  const made = at(seen, 'outage')?.deployment
  if (!made) return undefined
  const { region, seconds, trouble } = made
  if (trouble !== undefined || seconds === undefined)
    return {
      shown: false,
      says: `No release could be installed in ${region} during the outage: ${trouble ?? 'nothing came up'}`,
    }
  return {
    shown: true,
    says: `A release was installed and started in ${region} in ${long(seconds)} while the fault lasted.`,
  }
}
