import { type Inventory, type Resource, Unknown } from '#inventory'
import { plain } from '#markup'
import { counted } from './figures.ts'
import { type Cell, table, wrapped } from './layout.ts'
import { problemsText, type Telling } from './problems-text.ts'
import { paint, type Style } from './style.ts'

const acrossWords = {
  none: 'one place',
  zones: 'zones',
  regions: 'regions',
  'zones-and-regions': 'zones and regions',
} as const

/**
 * An inventory for a person at a terminal: what can be lost, by region, then where clients are sent, then everything that
 * is wrong or unknown. No line of an input is shown, since it may hold a secret.
 */
export function inventoryText(inventory: Inventory, style: Style, telling: Telling = {}): string {
  const { resources, objectives, steps, problems } = inventory
  const parts = resources.filter(
    ({ component, redundancy, understood }) => component !== undefined || redundancy !== undefined || !understood,
  )
  const others = resources.length - parts.length
  const tail =
    others > 0
      ? [paint(style, 'dim', `and ${counted(others, 'resource')} of which nothing is concluded (--json lists them)`)]
      : []
  const blocks = [
    ...regionsOf(parts).map(([region, own]) =>
      [paint(style, 'bold', region), ...table(own.map(rowOf), style)].join('\n'),
    ),
    ...(resources.length === 0
      ? [paint(style, 'yellow', 'No resource was found: nothing is shown to be protected.')]
      : []),
    ...(tail.length > 0 ? [tail.join('\n')] : []),
    ...resources.flatMap((one) => routingBlock(one, style)),
    ...(objectives.length > 0
      ? [
          [
            paint(style, 'bold', 'Objectives'),
            ...table(
              objectives.map(({ name, service, target }) => ['', plain(name), plain(service), shown(target)]),
              style,
            ),
          ].join('\n'),
        ]
      : []),
    ...(steps.length > 0
      ? [
          [
            paint(style, 'bold', counted(steps.length, 'written step')),
            ...steps.flatMap(({ under, says }) =>
              wrapped(`${plain(under.at(-1) ?? '')}: ${plain(says)}`, style.width, '  '),
            ),
          ].join('\n'),
        ]
      : []),
  ]
  return `${blocks.join('\n\n')}\n\n${problemsText({ problems, suppressed: [] }, new Map(), style, telling)}`
}

/** Resources by region, known ones first, in order of name. */
function regionsOf(resources: readonly Resource[]): ReadonlyArray<readonly [string, readonly Resource[]]> {
  const groups = new Map<string, Resource[]>()
  for (const one of resources) {
    const name = one.region instanceof Unknown ? `unknown region: ${one.region.why}` : one.region
    groups.set(name, [...(groups.get(name) ?? []), one])
  }
  const rank = (name: string) => (name.startsWith('unknown') ? 1 : 0)
  return [...groups].sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
}

function rowOf({ name, type, redundancy, replication, doubt, understood }: Resource): readonly Cell[] {
  const across =
    redundancy === undefined ? '' : redundancy.across instanceof Unknown ? 'unknown' : acrossWords[redundancy.across]
  const word =
    redundancy === undefined ? '' : `${plain(redundancy.word)}${redundancy.by === 'default' ? ', by default' : ''}`
  const copied = replication ? `${replication.kind}${replication.failover === 'automatic' ? ', automatic' : ''}` : ''
  const bad = redundancy !== undefined && (redundancy.across instanceof Unknown || redundancy.across === 'none')
  return [
    '',
    plain(name),
    plain(type.replace(/^Microsoft\./, '')),
    understood ? (bad ? { text: across, tone: 'yellow' } : across) : { text: 'unknown type', tone: 'yellow' },
    word,
    copied,
    doubt ? { text: 'may not be there', tone: 'yellow' } : '',
  ]
}

function routingBlock({ address, routing }: Resource, style: Style): readonly string[] {
  if (!routing) return []
  const head = paint(style, 'bold', `${plain(address)}, by ${shown(routing.method)}`)
  const rows = routing.pools.flatMap(({ name, reached, backends }): readonly (readonly Cell[])[] => {
    const used: Cell =
      reached === true ? '' : reached === false ? { text: 'never used', tone: 'yellow' } : 'may not be used'
    if (backends instanceof Unknown) return [['', plain(name), used, `unknown: ${plain(backends.why)}`]]
    if (backends.length === 0) return [['', plain(name), used, 'declares no target here']]
    return backends.map((one) => [
      '',
      plain(name),
      used,
      plain(one.name),
      one.priority === undefined ? '' : `priority ${shown(one.priority)}`,
      one.weight === undefined ? '' : `weight ${shown(one.weight)}`,
      (one.regions ?? [one.region]).map((region) => (region instanceof Unknown ? 'unknown region' : region)).join(', '),
      one.enabled === true ? '' : one.enabled === false ? 'disabled' : 'may be disabled',
    ])
  })
  return [[head, ...table(rows, style)].join('\n')]
}

function shown(value: string | number | Unknown): string {
  return value instanceof Unknown ? 'unknown' : plain(String(value))
}
