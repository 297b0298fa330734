import { volumesOf } from '../compose/service.ts'
import { componentOfImage, isWebPort } from '../images.ts'
import type { Redundancy } from '../resource.ts'
import { at, items, number, textOf, Unknown, type Value, valueOf } from '../value.ts'
import type { Node, World } from '../world.ts'
import { mentioning } from './kubernetes.ts'
import type { Reading, ResourceType } from './type.ts'

/** A service: how many containers, and how far what it keeps in volumes outlives a failure. */
function service(node: Node, world: World): Reading {
  const { body } = node.declared
  const everywhere = at(body, 'deploy.mode') === 'global'
  const said = at(body, 'deploy.replicas') ?? at(body, 'scale')
  const open = new Unknown('how many containers there are rests on a variable without a value', textOf(said) ?? '{n}')
  const instances = everywhere
    ? new Unknown('there is one on every host, and the file does not say how many those are', '{hosts}')
    : said === undefined
      ? 1
      : (number(said) ?? open)
  const [volume] = volumesOf(body).flatMap((name) => world.find(`volume/${name}`) ?? [])
  const asked = [at(body, 'healthcheck.test')].flat().some((one) => /https?:\/\//.test(textOf(one) ?? ''))
  const serves = asked || portsOf(body).some((one) => isWebPort(one))
  const component = componentOfImage(textOf(at(body, 'image')) ?? '') ?? (serves ? 'web-service' : undefined)
  return {
    ...mentioning(node),
    capacity: { instances },
    ...(volume && { redundancy: kept(volume) }),
    ...(component !== undefined && { component }),
  }
}

/** The ports on which its containers listen, as far as they are published; `8080:80/tcp` in either form. */
function portsOf(body: Value): readonly string[] {
  return items(at(body, 'ports')).flatMap((one) => {
    const inside = textOf(at(one, 'target')) ?? textOf(one)?.split(':').at(-1)
    return inside === undefined ? [] : [inside.replace(/\/.*$/, '')]
  })
}

/** What a volume keeps lies on one host, unless a driver takes it elsewhere. */
function kept({ declared: { body }, region }: Node): Redundancy {
  const driver = textOf(at(body, 'driver')) ?? 'local'
  const elsewhere = driver !== 'local' || valueOf(body, 'driver_opts') !== undefined || at(body, 'external') === true
  return {
    across: elsewhere ? new Unknown(`where the driver ${driver} keeps it is not in the file`, `{${driver}}`) : 'none',
    regions: [region],
    by: valueOf(body, 'driver') === undefined ? 'default' : 'set',
    word: elsewhere ? `driver ${driver}` : 'on one host',
  }
}

/** What a compose file declares. */
export const composeTypes: readonly ResourceType[] = [
  { type: 'compose/service', read: service },
  { type: 'compose/volume', read: (node) => ({ redundancy: kept(node) }) },
  { type: 'compose/network' },
]
