import { at, list, said, Unknown, type Value, yes } from '../value.ts'
import type { Node, World } from '../world.ts'
import { redundancyOf } from './redundancy.ts'
import type { Reading, ResourceType } from './type.ts'

/** The word that a recovery services vault has where nothing is set. Source: Microsoft Learn, Azure Backup: GRS by default. */
const usual = 'GeoRedundant'

function immutable(body: Value): boolean | Unknown {
  const state = said(at(body, 'properties.securitySettings.immutabilitySettings.state'))
  return state instanceof Unknown ? state : yes(state) === true
}

/** A vault: what its storage is set to, in its own properties or in a setting below it. */
function recovery(node: Node, world: World): Reading {
  const { body } = node.declared
  const settings = ['backupstorageconfig', 'backupconfig'].flatMap((type) => world.children(node, type))
  const config = settings.map((one) => one.declared.body)
  const word =
    config.map((one) => storageWord(one)).find((one) => one !== undefined) ??
    at(body, 'properties.redundancySettings.standardTierStorageRedundancy')
  const doubt = settings.find((one) => one.declared.doubt)?.declared.doubt
  const redundancy = redundancyOf(doubt ?? word, node.region, usual)
  const flag = config.map((one) => yes(at(one, 'properties.crossRegionRestoreFlag'))).find((one) => one !== undefined)
  const restore = flag ?? yes(at(body, 'properties.redundancySettings.crossRegionRestore'))
  return {
    ...(redundancy && {
      redundancy,
      backup: {
        across: redundancy.across,
        by: redundancy.by,
        immutable: immutable(body),
        ...(restore !== undefined && { crossRegionRestore: restore }),
      },
    }),
  }
}

function storageWord(body: Value): Value | undefined {
  return at(body, 'properties.storageModelType') ?? at(body, 'properties.storageType')
}

/** A setting of a vault that was exported apart from it. */
function setting(node: Node): Reading {
  const redundancy = redundancyOf(storageWord(node.declared.body), node.region, usual)
  return redundancy ? { redundancy, backup: { across: redundancy.across, by: redundancy.by } } : {}
}

/** A backup vault of Data Protection. */
function dataProtection(node: Node): Reading {
  const { body } = node.declared
  const stores = list(at(body, 'properties.storageSettings'))
  const word = stores instanceof Unknown ? stores : at(stores?.[0], 'type')
  const redundancy = redundancyOf(word, node.region)
  const restore = yes(at(body, 'properties.featureSettings.crossRegionRestoreSettings.state'))
  return {
    ...(redundancy && {
      redundancy,
      backup: {
        across: redundancy.across,
        by: redundancy.by,
        immutable: immutable(body),
        ...(restore !== undefined && { crossRegionRestore: restore }),
      },
    }),
  }
}

/** Where backups lie. */
export const vaultTypes: readonly ResourceType[] = [
  { type: 'Microsoft.RecoveryServices/vaults', read: recovery },
  { type: 'Microsoft.RecoveryServices/vaults/backupstorageconfig', read: setting },
  { type: 'Microsoft.RecoveryServices/vaults/backupconfig', read: setting },
  { type: 'Microsoft.RecoveryServices/vaults/backupPolicies' },
  { type: 'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems' },
  { type: 'Microsoft.RecoveryServices/vaults/replicationAlertSettings' },
  { type: 'Microsoft.DataProtection/backupVaults', read: dataProtection },
  { type: 'Microsoft.DataProtection/backupVaults/backupPolicies' },
  { type: 'Microsoft.DataProtection/backupVaults/backupInstances' },
]
