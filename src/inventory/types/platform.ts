import { componentTypes } from '#catalog'
import { at, textOf } from '../value.ts'
import type { Node } from '../world.ts'
import { composeTypes } from './compose.ts'
import { kubernetesTypes, mentioning } from './kubernetes.ts'
import type { Reading, ResourceType } from './type.ts'

/** A part of a catalogue, which may say its type by the word of a plan. */
function entity(node: Node): Reading {
  const said = textOf(at(node.declared.body, 'spec.type'))?.toLowerCase() ?? ''
  const component = Object.hasOwn(componentTypes, said)
    ? said
    : said === 'service' || said === 'website'
      ? 'web-service'
      : undefined
  return { ...mentioning(node), ...(component !== undefined && { component }) }
}

const backstageTypes = [
  ...['Component', 'Resource'].map((kind) => ({ type: `backstage/${kind}`, read: entity })),
  ...['API', 'System', 'Domain', 'Group', 'User', 'Location', 'Template'].map((kind) => ({
    type: `backstage/${kind}`,
    read: mentioning,
  })),
]

const openSloTypes = [
  'Service',
  'SLO',
  'SLI',
  'DataSource',
  'AlertPolicy',
  'AlertCondition',
  'AlertNotificationTarget',
].map((kind) => ({ type: `openslo/${kind}`, read: mentioning }))

/** The classes of a table that a plan has a word for, and rows without any. */
const cmdbTypes = [
  { type: 'cmdb/item', read: mentioning },
  ...Object.keys(componentTypes).map((component) => ({ type: `cmdb/${component}`, component, read: mentioning })),
]

/** What lies above the provider: clusters, composed hosts, catalogues, objectives and tables of systems. */
export const platformTypes: readonly ResourceType[] = [
  ...kubernetesTypes,
  ...composeTypes,
  ...backstageTypes,
  ...openSloTypes,
  ...cmdbTypes,
]
