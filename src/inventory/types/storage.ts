import { at, said, textOf, Unknown, yes } from '../value.ts'
import type { Node, World } from '../world.ts'
import { acrossOf, redundancyOf } from './redundancy.ts'
import type { Reading, ResourceType } from './type.ts'

function account(node: Node, world: World): Reading {
  const { body } = node.declared
  const redundancy = redundancyOf(at(body, 'sku.name'), node.region)
  const blobs = world.children(node, 'blobservices')[0]?.declared.body
  const soft = yes(
    at(blobs, 'properties.deleteRetentionPolicy.enabled') ??
      at(body, 'properties.blobProperties.deleteRetentionPolicy.enabled'),
  )
  return {
    ...(redundancy && { redundancy }),
    ...(blobs !== undefined &&
      redundancy && { backup: { across: redundancy.across, by: redundancy.by, softDelete: soft ?? false } }),
  }
}

function disk({ declared: { body }, region }: Node): Reading {
  const word = said(at(body, 'sku.name'))
  if (word === undefined) return {}
  const across = word instanceof Unknown ? word : acrossOf(word)
  return { redundancy: { across, regions: [region], by: 'set', word: word instanceof Unknown ? word.text : word } }
}

/** Copying of what is written to some containers of an account, into those of another. */
function objects({ declared: { body } }: Node, world: World): Reading {
  const named = (key: string) => {
    const mention = at(body, `properties.${key}`)
    const text = textOf(mention) ?? ''
    const found = world.find(text.includes('/') ? text : `/providers/Microsoft.Storage/storageAccounts/${text}`)
    return { text, node: found }
  }
  const sides = [named('sourceAccount'), named('destinationAccount')]
  return {
    replication: {
      kind: 'geo-replication',
      covers: 'data',
      writes: 'one',
      failover: 'manual',
      regions: sides.map(({ node }) => node?.region ?? new Unknown('the other account is not here', '{region}')),
      between: sides.flatMap(({ node }) => (node ? [node.key] : [])),
    },
    mentions: sides.map(({ text, node }) => ['objectReplication', node?.key ?? text] as const),
  }
}

/** Where files and disks lie. */
export const storageTypes: readonly ResourceType[] = [
  { type: 'Microsoft.Storage/storageAccounts', component: 'object-storage', read: account },
  { type: 'Microsoft.Storage/storageAccounts/blobServices' },
  { type: 'Microsoft.Storage/storageAccounts/blobServices/containers' },
  { type: 'Microsoft.Storage/storageAccounts/fileServices' },
  { type: 'Microsoft.Storage/storageAccounts/fileServices/shares' },
  { type: 'Microsoft.Storage/storageAccounts/queueServices' },
  { type: 'Microsoft.Storage/storageAccounts/queueServices/queues' },
  { type: 'Microsoft.Storage/storageAccounts/tableServices' },
  { type: 'Microsoft.Storage/storageAccounts/tableServices/tables' },
  { type: 'Microsoft.Storage/storageAccounts/managementPolicies' },
  { type: 'Microsoft.Storage/storageAccounts/objectReplicationPolicies', read: objects },
  { type: 'Microsoft.Compute/disks', read: disk },
  { type: 'Microsoft.Compute/snapshots', read: disk },
]
