import { pairOf, regionOf } from '../regions.ts'
import { at, items, list, said, textOf, Unknown, type Value, yes } from '../value.ts'
import type { Node, World } from '../world.ts'
import { acrossCopies, acrossRegions, type Copy, zonal } from './redundancy.ts'
import type { Reading, ResourceType } from './type.ts'

/** The copies of something that are declared below it. */
function copiesOf(node: Node, world: World, type: string): readonly Copy[] {
  return world.children(node, type).map(({ region, declared: { doubt } }) => ({ region, doubt }))
}

/** A registry is copied to the regions of its replicas, and to no other. Where zones are not said the service decides. */
function registry(node: Node, world: World): Reading {
  const { body } = node.declared
  const copies = copiesOf(node, world, 'replications')
  const regions = [node.region, ...copies.map(({ region }) => region)]
  const zones = yes(at(body, 'properties.zoneRedundancy'))
  const word = textOf(at(body, 'sku.name')) ?? 'unspecified'
  const across = acrossCopies(node.region, copies)
  if (copies.length === 0)
    return {
      redundancy: {
        across: zones instanceof Unknown ? zones : zones === true ? 'zones' : 'none',
        regions,
        by: 'set',
        word,
      },
    }
  return {
    redundancy: {
      across: across === 'regions' && zones === true ? 'zones-and-regions' : across,
      regions,
      by: 'set',
      word,
    },
    replication: {
      kind: 'geo-replication',
      covers: 'data',
      writes: 'many',
      failover: 'automatic',
      regions,
      between: [node.key],
    },
  }
}

/**
 * Regions that have a pair to which the service does not copy.
 * Source: Microsoft Learn, Azure Key Vault availability and redundancy.
 */
const withoutCopy: ReadonlyArray<string | Unknown> = ['brazilsouth', 'westus3']

/** A vault of secrets can be read in the pair of its region, and not written; where there is no copy, not even that. */
function secrets({ region }: Node): Reading {
  const pair = withoutCopy.includes(region) ? null : pairOf(region)
  return {
    redundancy: {
      across: pair === null ? 'none' : pair instanceof Unknown ? pair : 'regions',
      regions: pair === null ? [region] : [region, pair],
      by: 'default',
      word: pair === null ? 'by the service, in its region alone' : 'by the service, to the pair',
    },
  }
}

function configuration(node: Node, world: World): Reading {
  const copies = copiesOf(node, world, 'replicas')
  return {
    redundancy: {
      across: acrossCopies(node.region, copies),
      regions: [node.region, ...copies.map(({ region }) => region)],
      by: copies.length > 0 ? 'set' : 'default',
      word: `${copies.length} replicas`,
    },
  }
}

/** A gateway of programming interfaces, which may have units in other regions, and in zones of each. */
function gateway(node: Node): Reading {
  const { body } = node.declared
  const more = list(at(body, 'properties.additionalLocations'))
  const regions = items(more instanceof Unknown ? undefined : more).map((one) => regionOf(at(one, 'location')))
  const across = more instanceof Unknown ? more : acrossRegions([node.region, ...regions])
  const places = [
    at(body, 'zones'),
    ...items(more instanceof Unknown ? undefined : more).map((one) => at(one, 'zones')),
  ]
  const zones = zonesOfAll(places, textOf(said(at(body, 'sku.name'))) ?? '')
  return {
    redundancy: {
      across: across === 'regions' && zones === 'zones' ? 'zones-and-regions' : across === 'none' ? zones : across,
      regions: [node.region, ...regions],
      by: regions.length > 0 || places.some((one) => one !== undefined) ? 'set' : 'default',
      word: `${regions.length + 1} regions`,
    },
  }
}

/** Zones of every place of a gateway; where a premium one names none the service may choose them. */
function zonesOfAll(places: ReadonlyArray<Value | undefined>, sku: string): 'zones' | 'none' | Unknown {
  if (places.every((one) => one === undefined))
    return sku.toLowerCase() === 'premium'
      ? new Unknown('it names no zones, and for the premium tier the service may choose them', '{zones}')
      : 'none'
  const all = places.map(zonal)
  return all.includes('none') ? 'none' : (all.find((one) => one instanceof Unknown) ?? 'zones')
}

const networks = [
  'virtualNetworks',
  'virtualNetworks/subnets',
  'virtualNetworks/virtualNetworkPeerings',
  'networkSecurityGroups',
  'networkSecurityGroups/securityRules',
  'routeTables',
  'routeTables/routes',
  'privateEndpoints',
  'privateEndpoints/privateDnsZoneGroups',
  'natGateways',
  'virtualNetworkGateways',
  'localNetworkGateways',
  'connections',
  'bastionHosts',
  'publicIPPrefixes',
  'virtualWans',
  'virtualHubs',
  'networkWatchers',
  'ddosProtectionPlans',
].map((one) => ({ type: `Microsoft.Network/${one}` }))

const watching = [
  'components',
  'diagnosticSettings',
  'actionGroups',
  'metricAlerts',
  'activityLogAlerts',
  'scheduledQueryRules',
  'autoscaleSettings',
  'webtests',
  'workbooks',
  'dataCollectionRules',
].map((one) => ({
  type: `Microsoft.Insights/${one}`,
}))

/** What Terraform keeps for itself, and nothing is deployed by. */
const helpers = [
  ...['id', 'integer', 'password', 'pet', 'shuffle', 'string', 'uuid'].map((one) => `random_${one}`),
  ...[
    'null_resource',
    'terraform_data',
    'local_file',
    'local_sensitive_file',
    'tls_private_key',
    'tls_self_signed_cert',
  ],
  ...['time_offset', 'time_rotating', 'time_sleep', 'time_static', 'archive_file', 'http', 'external'],
  ...['azurerm_client_config', 'azurerm_subscription', 'azurerm_policy_definition', 'azuread_client_config'],
].map((type) => ({ type }))

/** Images, secrets, networks, what watches and what governs. */
export const otherTypes: readonly ResourceType[] = [
  { type: 'Microsoft.ContainerRegistry/registries', component: 'container-registry', read: registry },
  { type: 'Microsoft.ContainerRegistry/registries/replications' },
  { type: 'Microsoft.ContainerRegistry/registries/webhooks' },
  { type: 'Microsoft.KeyVault/vaults', component: 'key-vault', read: secrets },
  { type: 'Microsoft.KeyVault/vaults/secrets' },
  { type: 'Microsoft.KeyVault/vaults/keys' },
  { type: 'Microsoft.KeyVault/vaults/accessPolicies' },
  { type: 'Microsoft.AppConfiguration/configurationStores', read: configuration },
  { type: 'Microsoft.AppConfiguration/configurationStores/replicas' },
  { type: 'Microsoft.AppConfiguration/configurationStores/keyValues' },
  { type: 'Microsoft.ApiManagement/service', component: 'web-service', read: gateway },
  { type: 'Microsoft.ManagedIdentity/userAssignedIdentities', component: 'workload-identity' },
  { type: 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials' },
  ...helpers,
  ...networks,
  ...watching,
  { type: 'Microsoft.OperationalInsights/workspaces' },
  { type: 'Microsoft.OperationalInsights/workspaces/tables' },
  { type: 'Microsoft.OperationsManagement/solutions' },
  { type: 'Microsoft.Authorization/locks' },
  { type: 'Microsoft.Authorization/roleAssignments' },
  { type: 'Microsoft.Authorization/roleDefinitions' },
  { type: 'Microsoft.Authorization/policyAssignments' },
  { type: 'Microsoft.Authorization/policyDefinitions' },
  { type: 'Microsoft.Consumption/budgets' },
  { type: 'Microsoft.Resources/resourceGroups' },
  { type: 'Microsoft.Resources/tags' },
  { type: 'Microsoft.Resources/deploymentScripts' },
  { type: 'Microsoft.Security/advancedThreatProtectionSettings' },
  { type: 'Microsoft.Security/defenderForStorageSettings' },
  { type: 'Microsoft.Automation/automationAccounts' },
  { type: 'Microsoft.Automation/automationAccounts/runbooks' },
]
