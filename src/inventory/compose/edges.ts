import type { Place, Problem } from '#diagnostics'
import { hostsIn, namesAddress } from '../hosts.ts'
import { troubled } from '../trouble.ts'
import { at, items, textOf } from '../value.ts'
import type { Project } from './project.ts'
import {
  environmentOf,
  hostsOf,
  isTelemetry,
  linkedTo,
  networksOf,
  type Service,
  startsAfter,
  volumesOf,
} from './service.ts'

/** From a service to what it mentions. */
export interface Edge {
  /** The key or, with `(telemetry)`, that and that nothing at run time rests on it. */
  readonly by: string
  /** The address of what is mentioned. */
  readonly to: string
  /** The name of the service at its end; empty where it is none. */
  readonly service: string
}

/** What each service mentions, by its name; nothing twice by the same. */
export function edgesOf(project: Project, problems: Problem[]): ReadonlyMap<string, readonly Edge[]> {
  const services = new Map(project.services.map((one) => [one.name, one]))
  const byHost = new Map<string, Service>()
  for (const one of project.services) for (const host of hostsOf(one)) if (!byHost.has(host)) byHost.set(host, one)
  const volumes = new Set(project.volumes.map(({ name }) => name))
  const networks = new Set(project.networks.map(({ name }) => name))
  const all = new Map<string, readonly Edge[]>()
  for (const one of project.services) {
    const edges = new Map<string, Edge>()
    const missing: string[] = []
    const add = (by: string, name: string, target: Service | undefined) => {
      // What waits for itself goes round; what calls itself is nothing.
      if (target === one && by !== 'depends_on') return
      const word = target && isTelemetry(target) ? `${by} (telemetry)` : by
      const edge = { by: word, to: `service/${target?.name ?? name}`, service: target?.name ?? '' }
      if (!target) missing.push(`${name} (by ${by})`)
      edges.set(`${word} ${edge.to}`, edge)
    }
    for (const { name, required } of startsAfter(one.value))
      if (required || services.has(name)) add('depends_on', name, services.get(name))
    for (const [by, name] of linkedTo(one.value)) add(by, name, services.get(name))
    for (const [name, value] of environmentOf(one.value)) {
      for (const { host, sure } of hostsIn(value)) {
        const target = byHost.get(host)
        if (target ? sure || namesAddress(name) : sure && namesAddress(name) && isPlain(host))
          add('environment', host, target)
      }
    }
    for (const name of volumesOf(one.value))
      if (volumes.has(name)) edges.set(`volumes ${name}`, { by: 'volumes', to: `volume/${name}`, service: '' })
    for (const name of networksOf(one.value))
      if (networks.has(name)) edges.set(`networks ${name}`, { by: 'networks', to: `network/${name}`, service: '' })
    if (missing.length > 0)
      problems.push(
        troubled(
          'reference-dangling',
          one.place,
          `The service ${one.name} needs what is not declared here: ${missing.join(', ')}.`,
          'Declare the service, give the file that does beside this one, or take away what mentions it.',
        ),
      )
    all.set(one.name, [...edges.values()])
  }
  problems.push(...untold(project))
  return all
}

/** What may name further services, and is not known: once for each kind of it, at the first that has it. */
function untold({ services }: Project): readonly Problem[] {
  const open = services.flatMap((one) => openOnes(environmentOf(one.value)).map((word) => [word, one.place] as const))
  const files = services.flatMap((one) => variableFiles(one).map((word) => [word, one.place] as const))
  const words = (found: ReadonlyArray<readonly [string, Place]>) => [...new Set(found.map(([word]) => word))].join(', ')
  return [
    ...(open[0]
      ? [troubled('parameter-unknown', open[0][1], `Addresses rest on variables without a value: ${words(open)}.`)]
      : []),
    ...(files[0]
      ? [
          troubled(
            'part-unread',
            files[0][1],
            `Files of variables may name services, and are not read, since secrets are kept in them: ${words(files)}.`,
            'Look yourself whether they name services, and write those into depends_on.',
          ),
        ]
      : []),
  ]
}

/** A name of the project's own networks, or of nothing: hosts of the world have points. */
function isPlain(host: string): boolean {
  return !host.includes('.')
}

/** Variables that hold an address in which something stands that nobody has said. */
function openOnes(variables: ReadonlyArray<readonly [name: string, value: string]>): readonly string[] {
  return variables.flatMap(([name, value]) => {
    const [, open] = namesAddress(name) ? (/\$\{?([a-z_]\w*)/i.exec(value) ?? []) : []
    return open === undefined ? [] : [open]
  })
}

/** Files of variables, which are where secrets are kept, and are not read. */
function variableFiles({ value }: Service): readonly string[] {
  const said = at(value, 'env_file')
  return [said, ...items(said)].flatMap((one) => textOf(one) ?? textOf(at(one, 'path')) ?? [])
}
