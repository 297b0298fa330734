import { componentTypes } from '#catalog'
import { type Resource, Unknown } from '#inventory'
import type { Draft, Drafted } from './from-inventory.ts'

/** Words of the plan for the ways in which Azure routes. */
const methods: Readonly<Record<string, string>> = {
  priority: 'priority',
  weighted: 'weighted',
  performance: 'latency',
  latency: 'latency',
  geographic: 'geographic',
}

/**
 * A first plan from what is deployed: what was read stands as it is, with the file and line that it was read from; what
 * nobody could read there is marked "yours", or left out where a plan may leave it out.
 */
export function draftedPlan(
  { regions, components, steps, unknown }: Draft,
  name: string,
  owner: string,
  schema: string,
  today: string,
): string {
  const [primary = 'unknown-region'] = regions
  const known = regions.length > 0 ? regions : [primary]
  const several = repeated(components.flatMap(({ resources }) => resources.map(({ type, name }) => `${type} ${name}`)))
  const needed = new Set(components.flatMap(({ needs }) => needs))
  const entries = components.filter(({ id }) => !needed.has(id)).map(({ id }) => id)
  return `# yaml-language-server: $schema=${schema}
# A first recovery plan of ${name}, read off what is deployed. What stands for something that nobody could read there is
# marked "yours". Run \`muster check\` with --inventory to see what is missing, and whether both still agree.
${unknown.map((one) => `# Not known: ${one.replaceAll(/\p{C}+/gu, ' ')}.\n`).join('')}apiVersion: muster/v1
kind: Plan
metadata:
  name: ${name}
  owner: ${quoted(owner)}
  review: { last: ${today}, every: 90d }

regions:
${known.map((one) => `  ${one}: { location: ${one} }`).join('\n')}

flows:
  main: # yours: a name, what happens in it, who relies on it, and what it may suffer
    does: A customer uses ${name}
    tier: 2
    objectives: { default: { slo: 99.9%, rto: 8h, rpo: 4h, mtd: 24h } }
    needs: [${entries.join(', ')}]

components:
${components.map((one) => component(one, known, several)).join('')}
scenarios:
  ${primary}-lost:
    class: region
    loses: [${primary}]

probes:
  main: { http: "https://${name}.example/health", component: ${entries[0] ?? ''}, every: 30s } # yours: the address

activation:
  ${primary}-lost: # yours: when it is put to work, and who says so
    when: 'probes.main.failingFor >= duration("10m")'
    unless: deployment.inProgress
    decideWithin: 30m
    declaredBy: [incident-manager]

${written(steps)}contacts: # yours: names, numbers and addresses
  incident-manager: { name: Incident manager on call, phone: "+1 555 0100", email: incidents@${name}.example, deputy: head-of-operations }
  head-of-operations: { name: Head of operations, phone: "+1 555 0101", email: operations@${name}.example }

drills:
  - { scenario: ${primary}-lost, every: 90d }
`
}

function component(
  { id, type, strategy, active, standby, needs, resources, unknown }: Drafted,
  regions: readonly string[],
  several: ReadonlySet<string>,
): string {
  const regional = componentTypes[type]?.scope === 'regional'
  const serving = active.length > 0 ? active : regional ? regions.slice(0, 1) : []
  const lines = [
    ...resources.map(({ address, source }) => `    # ${address}: ${source.file}:${source.line}`),
    ...unknown.map((one) => `    # Not known: ${one}`),
    `    type: ${type}`,
    ...(strategy !== undefined ? [`    strategy: ${strategy}`] : []),
    ...(serving.length > 0 && regional
      ? [`    active: [${serving.join(', ')}]${active.length === 0 ? ' # yours: where it lies could not be read' : ''}`]
      : []),
    ...(standby.length > 0 && regional ? [`    standby: [${standby.join(', ')}]`] : []),
    ...(needs.length > 0 ? [`    needs: [${needs.join(', ')}]`] : []),
    `    resources: [${resources.map((one) => quoted(word(one, several))).join(', ')}]`,
    ...routing(resources),
    ...data(resources, type),
  ]
  return `  ${id}:\n${lines.map((one) => one.replaceAll(/\p{C}+/gu, ' ')).join('\n')}\n`
}

/** The word by which a plan means a resource: its address in Terraform, its name, or its id where another has its name. */
function word({ address, name, type, id }: Resource, several: ReadonlySet<string>): string {
  if (/[.[]/.test(address) && !address.includes(' ')) return address
  return several.has(`${type} ${name}`) ? id : name
}

/** Those that occur more than once. */
function repeated(words: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>()
  return new Set(words.filter((one) => seen.has(one) || !seen.add(one)))
}

function routing(resources: readonly Resource[]): readonly string[] {
  const found = resources.map(({ routing: one }) => one).find((one) => one !== undefined)
  if (!found || found.method instanceof Unknown) return []
  const backends = found.pools.flatMap((pool) => (pool.backends instanceof Unknown ? [] : pool.backends))
  const method = backends.length < 2 ? 'single' : methods[found.method.toLowerCase()]
  if (method === undefined) return []
  const probed = found.pools.every(({ probe }) => probe !== undefined) ? ', probed: every-endpoint' : ''
  const ttl = typeof found.ttl === 'number' && found.ttl > 0 ? `, ttl: ${found.ttl}s` : ''
  return [`    routing: { method: ${method}${probed}${ttl} }`]
}

function data(resources: readonly Resource[], type: string): readonly string[] {
  if (componentTypes[type]?.holdsData !== true) return []
  const replication = resources.map((one) => one.replication).find((one) => one !== undefined)
  const redundancy = resources.map((one) => one.redundancy).find((one) => one !== undefined)
  const backup = resources.map((one) => one.backup).find((one) => one !== undefined)
  const copied =
    redundancy?.by === 'set' && !(redundancy.across instanceof Unknown) && /regions/.test(redundancy.across)
  const covers = replication?.covers === 'settings' ? 'metadata' : 'data'
  const lines = [
    ...(replication || copied ? [`      replication: { mode: async, method: built-in, covers: ${covers} }`] : []),
    ...(replication?.writes === 'many' ? ['      writes: every-region'] : []),
    ...(backup && typeof backup.across === 'string'
      ? [
          `      # Backups are kept ${/regions/.test(backup.across) ? 'in another region too' : 'in their region alone'}; yours: how often, and for how long`,
        ]
      : []),
  ]
  return lines.some((one) => !one.trim().startsWith('#'))
    ? ['    data:', ...lines]
    : lines.map((one) => one.replace('      #', '    #'))
}

/** The steps of a runbook that people have, as steps by hand; nobody can read from it who does them, and when. */
function written(steps: Draft['steps']): string {
  if (steps.length === 0) return ''
  const taken = new Set<string>()
  const lines = steps.flatMap(({ under, says, commands, place }) => {
    const title = says.split(/[.\n]/)[0]?.trim().slice(0, 80) || 'A step without words'
    const words = [...under.slice(-1), title]
      .join(' ')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
    const name =
      words
        .replace(/^[-0-9]+/, '')
        .slice(0, 40)
        .replace(/-+$/, '') || 'step'
    let id = name
    for (let i = 2; taken.has(id); i++) id = `${name}-${i}`
    taken.add(id)
    return [
      `    ${id}: # ${place.file}:${place.line}`,
      `      title: ${quoted(title)}`,
      '      phase: recover',
      '      owner: incident-manager',
      `      manual: ${quoted([says, ...commands].join(' | '))}`,
    ]
  })
  return `# Read from the runbook that you have. Yours: who does each, in which phase, and what waits for what.\nrecovery:\n  failover:\n${lines.map((one) => one.replaceAll(/\p{C}+/gu, ' ')).join('\n')}\n\n`
}

/** A text as YAML, in quotes, without what a plan refuses because nobody sees it. */
function quoted(text: string): string {
  return /^[A-Za-z][A-Za-z0-9-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off)$/i.test(text)
    ? text
    : JSON.stringify(text.replaceAll(/\p{C}+/gu, ' '))
}
