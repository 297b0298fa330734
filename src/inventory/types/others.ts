import { pairOf, regionOf } from '../regions.ts'
import { at, items, textOf, Unknown, yes } from '../value.ts'
import type { Node, World } from '../world.ts'
import { acrossRegions } from './redundancy.ts'
import type { Reading, ResourceType } from './type.ts'

/** A registry is copied to the regions of its replicas, and to no other. */
function registry(node: Node, world: World): Reading {
  const { body } = node.declared
  const copies = world.children(node, 'replications').map((one) => one.region)
  const regions = [node.region, ...copies]
  const zones = yes(at(body, 'properties.zoneRedundancy'))
  const word = textOf(at(body, 'sku.name')) ?? 'unspecified'
  const across = acrossRegions(regions)
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

/** A vault of secrets can be read in the pair of its region, and not written; where there is no pair, not even that. */
function secrets({ region }: Node): Reading {
  const pair = pairOf(region)
  return {
    redundancy: {
      across: pair === null ? 'none' : 'regions',
      regions: pair === null ? [region] : [region, pair],
      by: 'default',
      word: 'by the service, to the pair',
    },
  }
}

function configuration(node: Node, world: World): Reading {
  const copies = world.children(node, 'replicas').map((one) => one.region)
  return {
    redundancy: {
      across: copies.length > 0 ? 'regions' : 'none',
      regions: [node.region, ...copies],
      by: copies.length > 0 ? 'set' : 'default',
      word: `${copies.length} replicas`,
    },
  }
}

function gateway(node: Node): Reading {
  const more = items(at(node.declared.body, 'properties.additionalLocations')).map((one) =>
    regionOf(at(one, 'location')),
  )
  return {
    redundancy: {
      across: more.length > 0 ? 'regions' : 'none',
      regions: [node.region, ...more],
      by: more.length > 0 ? 'set' : 'default',
      word: `${more.length + 1} regions`,
    },
  }
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
