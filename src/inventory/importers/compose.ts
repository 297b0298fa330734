import type { Problem } from '#diagnostics'
import { type Part, type Project, projectOf } from '../compose/project.ts'
import { type Edge, edgesOf } from '../compose/edges.ts'
import { isTelemetry, type Service } from '../compose/service.ts'
import { cyclesIn } from '../cycles.ts'
import type { Declared, Given, Imported, Importer } from '../importer.ts'
import type { SourceFile } from '../json.ts'
import { beyond, limits } from '../limits.ts'
import { withoutSecrets } from '../secrets.ts'
import { troubled } from '../trouble.ts'
import { at, items, textOf, Unknown } from '../value.ts'

/**
 * Compose files: services, the order in which they start, and the addresses that their environment names. The order is
 * no list of needs, and a service is where its host is, whatever it is called.
 */
export const compose: Importer = {
  format: 'compose',
  title: 'Compose files of Docker and Podman',
  files: ['.yaml', '.yml'],
  howToGet: 'The compose.yaml of the project itself, or all of it in one: docker compose config > compose.yaml',
  read,
}

function read(files: readonly SourceFile[], given: Given): Imported {
  const problems: Problem[] = []
  const project = projectOf(files, given, problems)
  if (project.services.length > limits.resources)
    beyond('The input has more services than anybody composes', limits.resources)
  const edges = edgesOf(project, problems)
  const location = given.location ?? elsewhere
  problems.push(...circles(project.services, edges), ...needless(project, edges))
  return {
    declared: [
      ...project.services.map((one) => service(one, edges.get(one.name) ?? [], location)),
      ...project.volumes.map((one) => part('volume', one, location)),
      ...project.networks.map((one) => part('network', one, location)),
    ],
    problems,
  }
}

const elsewhere = new Unknown('a compose file does not say where its host is', '{region of the host}')

function service({ name, value, place }: Service, edges: readonly Edge[], location: string | Unknown): Declared {
  const profiles = items(at(value, 'profiles')).flatMap((one) => textOf(one) ?? [])
  return {
    type: 'compose/service',
    name,
    address: `service/${name}`,
    location,
    body: withoutSecrets(value),
    dependsOn: [],
    mentions: edges.map(({ by, to }) => [by, to] as const),
    ...(profiles.length > 0 && {
      doubt: new Unknown(`it is started only with the profile ${profiles.join(' or ')}`, `{${profiles.join(' or ')}}`),
    }),
    place,
  }
}

function part(kind: 'volume' | 'network', { name, value, place }: Part, location: string | Unknown): Declared {
  const external = at(value, 'external') === true || textOf(at(value, 'external.name')) !== undefined
  return {
    type: `compose/${kind}`,
    name,
    address: `${kind}/${name}`,
    location,
    body: withoutSecrets(value),
    dependsOn: [],
    ...(external && { existing: true }),
    place,
  }
}

/** Services that wait for each other, which compose refuses. */
function circles(services: readonly Service[], edges: ReadonlyMap<string, readonly Edge[]>): readonly Problem[] {
  const waits = new Map(
    services.map(({ name }) => [
      name,
      (edges.get(name) ?? []).filter(({ by }) => by.startsWith('depends_on')).map(({ service: to }) => to),
    ]),
  )
  return cyclesIn(waits).flatMap((names) => {
    const one = services.find(({ name }) => name === names[0])
    if (!one) return []
    const what =
      names.length === 1 ? `${names[0] ?? ''} waits for itself.` : `${names.join(' and ')} wait for each other.`
    return [troubled('dependency-circular', one.place, what)]
  })
}

/** Services of which the file says neither what they need nor who needs them; telemetry does not count. */
function needless({ services }: Project, edges: ReadonlyMap<string, readonly Edge[]>): readonly Problem[] {
  const touched = new Set<string>()
  const mentioned = new Map<string, string[]>()
  for (const { name } of services) {
    for (const { by, service: to } of edges.get(name) ?? []) {
      if (by.endsWith('(telemetry)') || to === '') continue
      if (by === 'environment') {
        mentioned.set(to, [...(mentioned.get(to) ?? []), name])
        mentioned.set(name, mentioned.get(name) ?? [])
      } else for (const one of [name, to]) touched.add(one)
    }
  }
  return services.flatMap((one) => {
    if (touched.has(one.name) || isTelemetry(one)) return []
    const by = mentioned.get(one.name)
    const told = (edges.get(one.name) ?? []).some((edge) => edge.by.endsWith('(telemetry)'))
    const only = [
      ...(told ? [' It only says where its telemetry goes.'] : []),
      ...(by !== undefined && by.length > 0 ? [` Only the environment of ${by.join(', ')} names it.`] : []),
      ...(by?.length === 0 ? [' Only its environment names others.'] : []),
    ].join('')
    return [
      troubled(
        'dependencies-unknown',
        one.place,
        `No depends_on and no link says what ${one.name} needs at run time, or who needs it.${only}`,
      ),
    ]
  })
}
