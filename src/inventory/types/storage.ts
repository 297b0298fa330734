import { at, textOf, yes } from '../value.ts'
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
  const word = textOf(at(body, 'sku.name'))
  return word === undefined ? {} : { redundancy: { across: acrossOf(word), regions: [region], by: 'set', word } }
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
  { type: 'Microsoft.Storage/storageAccounts/objectReplicationPolicies' },
  { type: 'Microsoft.Compute/disks', read: disk },
  { type: 'Microsoft.Compute/snapshots', read: disk },
]
