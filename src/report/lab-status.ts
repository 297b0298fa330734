import type { PartVersions } from '#evidence'
import { plain } from '#markup'
import { counted } from './figures.ts'
import { type Cell, table } from './layout.ts'
import { present } from './json.ts'
import { madeOf } from './parts.ts'
import { paint, type Style, sign } from './style.ts'

/** Where a target stands, as its own status tells it. */
export interface TargetView {
  readonly running: boolean
  /** The run that holds it, if any. */
  readonly claimedBy?: string
  /** RFC 3339 in UTC. */
  readonly since?: string
  /** Versions of the machine's programs that it is made of; absent where there are none. */
  readonly parts?: PartVersions
  readonly processes: ReadonlyArray<{
    readonly name: string
    readonly region?: string
    readonly pid: number
    readonly address?: string
    readonly alive: boolean
  }>
}

/** A lab's status for a person: whether it runs, for whom, and every process of it. Ends with a line feed. */
export function labStatusText(view: TargetView, style: Style): string {
  const { running, claimedBy, since, parts, processes } = view
  const state = running ? paint(style, 'green', 'running') : paint(style, 'dim', 'not running')
  const holder = claimedBy === undefined ? '' : `, held by run ${plain(claimedBy)}`
  const from = since === undefined ? '' : ` since ${plain(since)}`
  const head = `${paint(style, 'bold', 'Lab')} ${state}${holder}${from}, ${counted(processes.length, 'process')}`
  const rows = processes.map((one): readonly Cell[] => [
    '',
    one.alive ? { text: sign(style, 'ok'), tone: 'green' } : { text: `${sign(style, 'bad')} dead`, tone: 'red' },
    plain(one.name),
    plain(one.region ?? ''),
    `pid ${one.pid}`,
    plain(one.address ?? ''),
  ])
  return `${[head, ...madeOf(parts), ...table(rows, style)].join('\n')}\n`
}

/** A lab's status as data; what is not known is left out. */
export function labStatusJson({ running, claimedBy, since, parts, processes }: TargetView) {
  return {
    schemaVersion: 1 as const,
    running,
    ...present({ claimedBy, since, parts }),
    processes: processes.map(({ name, region, pid, address, alive }) => present({ name, region, pid, address, alive })),
  }
}
