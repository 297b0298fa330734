import { type Arguments, object, worded } from './arguments.ts'
import type { Translation } from './translation.ts'

const alias = (args: Arguments) =>
  object({ properties: object({ partnerNamespace: args.get('partner_namespace_id') }) })

const namespace = (args: Arguments) =>
  object({
    sku: object({ name: args.get('sku'), capacity: args.get('capacity') }),
    properties: object({ zoneRedundant: args.get('zone_redundant') }),
  })

const machine = (args: Arguments) =>
  object({
    zones: args.get('zone') === undefined ? args.get('zones') : [args.get('zone') ?? null],
    properties: object({
      hardwareProfile: object({ vmSize: args.any('size', 'vm_size') }),
      networkProfile: object({ networkInterfaces: ids(args.get('network_interface_ids')) }),
    }),
  })

/** A list of ids as the objects that Resource Manager has. */
function ids(value: ReturnType<Arguments['get']>): ReturnType<Arguments['get']> {
  return Array.isArray(value) ? value.map((id) => object({ id })) : value
}

const site = (args: Arguments) =>
  object({
    properties: object({
      serverFarmId: args.any('service_plan_id', 'app_service_plan_id'),
      siteConfig: args.block('site_config').values,
    }),
  })

/** The tier of a size such as `Premium_1`. */
function tierOf(value: ReturnType<Arguments['get']>): ReturnType<Arguments['get']> {
  return typeof value === 'string' ? value.replace(/_\d+$/, '') : value
}

const registry = (args: Arguments) =>
  object({
    sku: object({ name: args.get('sku') }),
    properties: object({ zoneRedundancy: worded(args.get('zone_redundancy_enabled'), 'Enabled', 'Disabled') }),
  })

const group = 'Microsoft.RecoveryServices/vaults'
const container = `${group}/replicationFabrics/replicationProtectionContainers`

/** Types of which nothing but the place is taken over. */
const plain: Readonly<Record<string, string | readonly [string, string]>> = {
  azurerm_resource_group: 'Microsoft.Resources/resourceGroups',
  azurerm_key_vault: 'Microsoft.KeyVault/vaults',
  azurerm_key_vault_key: ['Microsoft.KeyVault/vaults/keys', 'key_vault_id'],
  azurerm_key_vault_access_policy: ['Microsoft.KeyVault/vaults/accessPolicies', 'key_vault_id'],
  azurerm_log_analytics_workspace: 'Microsoft.OperationalInsights/workspaces',
  azurerm_log_analytics_solution: 'Microsoft.OperationsManagement/solutions',
  azurerm_application_insights: 'Microsoft.Insights/components',
  azurerm_application_insights_workbook: 'Microsoft.Insights/workbooks',
  azurerm_monitor_diagnostic_setting: 'Microsoft.Insights/diagnosticSettings',
  azurerm_monitor_action_group: 'Microsoft.Insights/actionGroups',
  azurerm_monitor_metric_alert: 'Microsoft.Insights/metricAlerts',
  azurerm_monitor_activity_log_alert: 'Microsoft.Insights/activityLogAlerts',
  azurerm_monitor_scheduled_query_rules_alert_v2: 'Microsoft.Insights/scheduledQueryRules',
  azurerm_virtual_network: 'Microsoft.Network/virtualNetworks',
  azurerm_subnet: ['Microsoft.Network/virtualNetworks/subnets', 'virtual_network_name'],
  azurerm_virtual_network_peering: ['Microsoft.Network/virtualNetworks/virtualNetworkPeerings', 'virtual_network_name'],
  azurerm_network_security_group: 'Microsoft.Network/networkSecurityGroups',
  azurerm_network_security_rule: [
    'Microsoft.Network/networkSecurityGroups/securityRules',
    'network_security_group_name',
  ],
  azurerm_subnet_network_security_group_association: 'Microsoft.Network/virtualNetworks/subnets',
  azurerm_subnet_nat_gateway_association: 'Microsoft.Network/virtualNetworks/subnets',
  azurerm_subnet_route_table_association: 'Microsoft.Network/virtualNetworks/subnets',
  azurerm_network_interface_security_group_association: 'Microsoft.Network/networkInterfaces',
  azurerm_route_table: 'Microsoft.Network/routeTables',
  azurerm_route: ['Microsoft.Network/routeTables/routes', 'route_table_name'],
  azurerm_private_endpoint: 'Microsoft.Network/privateEndpoints',
  azurerm_nat_gateway: 'Microsoft.Network/natGateways',
  azurerm_bastion_host: 'Microsoft.Network/bastionHosts',
  azurerm_virtual_hub: 'Microsoft.Network/virtualHubs',
  azurerm_virtual_wan: 'Microsoft.Network/virtualWans',
  azurerm_virtual_network_gateway: 'Microsoft.Network/virtualNetworkGateways',
  azurerm_lb: 'Microsoft.Network/loadBalancers',
  azurerm_application_gateway: 'Microsoft.Network/applicationGateways',
  azurerm_firewall: 'Microsoft.Network/azureFirewalls',
  azurerm_firewall_policy: 'Microsoft.Network/firewallPolicies',
  azurerm_firewall_policy_rule_collection_group: 'Microsoft.Network/firewallPolicies/ruleCollectionGroups',
  azurerm_user_assigned_identity: 'Microsoft.ManagedIdentity/userAssignedIdentities',
  azurerm_federated_identity_credential:
    'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials',
  azurerm_role_assignment: 'Microsoft.Authorization/roleAssignments',
  azurerm_role_definition: 'Microsoft.Authorization/roleDefinitions',
  azurerm_management_lock: 'Microsoft.Authorization/locks',
  azurerm_resource_group_policy_assignment: 'Microsoft.Authorization/policyAssignments',
  azurerm_subscription_policy_assignment: 'Microsoft.Authorization/policyAssignments',
  azurerm_consumption_budget_resource_group: 'Microsoft.Consumption/budgets',
  azurerm_consumption_budget_subscription: 'Microsoft.Consumption/budgets',
  azurerm_container_group: 'Microsoft.ContainerInstance/containerGroups',
  azurerm_static_web_app: 'Microsoft.Web/staticSites',
  azurerm_eventhub: ['Microsoft.EventHub/namespaces/eventhubs', 'namespace_name'],
  azurerm_eventhub_consumer_group: 'Microsoft.EventHub/namespaces/eventhubs/consumergroups',
  azurerm_eventhub_authorization_rule: 'Microsoft.EventHub/namespaces/eventhubs/authorizationRules',
  azurerm_eventhub_namespace_authorization_rule: 'Microsoft.EventHub/namespaces/authorizationRules',
  azurerm_servicebus_queue: ['Microsoft.ServiceBus/namespaces/queues', 'namespace_id'],
  azurerm_servicebus_topic: ['Microsoft.ServiceBus/namespaces/topics', 'namespace_id'],
  azurerm_servicebus_subscription: 'Microsoft.ServiceBus/namespaces/topics/subscriptions',
  azurerm_servicebus_namespace_authorization_rule: 'Microsoft.ServiceBus/namespaces/authorizationRules',
  azurerm_app_configuration: 'Microsoft.AppConfiguration/configurationStores',
  azurerm_batch_account: 'Microsoft.Batch/batchAccounts',
  azurerm_virtual_machine_extension: 'Microsoft.Compute/virtualMachines/extensions',
  azurerm_automation_account: 'Microsoft.Automation/automationAccounts',
  azurerm_site_recovery_fabric: [`${group}/replicationFabrics`, 'recovery_vault_name'],
  azurerm_site_recovery_protection_container: container,
  azurerm_site_recovery_protection_container_mapping: `${container}/replicationProtectionContainerMappings`,
  azurerm_site_recovery_replication_policy: [`${group}/replicationPolicies`, 'recovery_vault_name'],
  azurerm_site_recovery_replicated_vm: `${container}/replicationProtectedItems`,
  azurerm_site_recovery_replication_recovery_plan: `${group}/replicationRecoveryPlans`,
}

/** What computes, carries messages, watches and governs. */
export const otherTranslations: Readonly<Record<string, Translation>> = {
  ...Object.fromEntries(
    Object.entries(plain).map(([name, one]): [string, Translation] => [
      name,
      typeof one === 'string' ? { type: one } : { type: one[0], within: one[1] },
    ]),
  ),
  // Its value is a secret, whatever the argument is called.
  azurerm_key_vault_secret: {
    type: 'Microsoft.KeyVault/vaults/secrets',
    within: 'key_vault_id',
    body: () => object({}),
  },
  azurerm_monitor_autoscale_setting: {
    type: 'Microsoft.Insights/autoscaleSettings',
    body: (args) =>
      object({
        properties: object({
          targetResourceUri: args.get('target_resource_id'),
          profiles: args.each('profile', (one) =>
            object({
              capacity: object({
                minimum: one.block('capacity').get('minimum'),
                maximum: one.block('capacity').get('maximum'),
              }),
            }),
          ),
        }),
      }),
  },
  azurerm_eventhub_namespace: { type: 'Microsoft.EventHub/namespaces', body: namespace },
  azurerm_servicebus_namespace: { type: 'Microsoft.ServiceBus/namespaces', body: namespace },
  azurerm_eventhub_namespace_disaster_recovery_config: {
    type: 'Microsoft.EventHub/namespaces/disasterRecoveryConfigs',
    within: 'namespace_name',
    body: alias,
  },
  azurerm_servicebus_namespace_disaster_recovery_config: {
    type: 'Microsoft.ServiceBus/namespaces/disasterRecoveryConfigs',
    within: 'primary_namespace_id',
    body: alias,
  },
  azurerm_linux_virtual_machine: { type: 'Microsoft.Compute/virtualMachines', body: machine },
  azurerm_windows_virtual_machine: { type: 'Microsoft.Compute/virtualMachines', body: machine },
  azurerm_virtual_machine: { type: 'Microsoft.Compute/virtualMachines', body: machine },
  azurerm_linux_virtual_machine_scale_set: {
    type: 'Microsoft.Compute/virtualMachineScaleSets',
    body: (args) =>
      object({ zones: args.get('zones'), sku: object({ name: args.get('sku'), capacity: args.get('instances') }) }),
  },
  azurerm_windows_virtual_machine_scale_set: {
    type: 'Microsoft.Compute/virtualMachineScaleSets',
    body: (args) =>
      object({ zones: args.get('zones'), sku: object({ name: args.get('sku'), capacity: args.get('instances') }) }),
  },
  azurerm_public_ip: {
    type: 'Microsoft.Network/publicIPAddresses',
    body: (args) => object({ zones: args.get('zones'), sku: object({ name: args.get('sku') }) }),
  },
  azurerm_network_interface: {
    type: 'Microsoft.Network/networkInterfaces',
    body: (args) =>
      object({
        properties: object({
          ipConfigurations: args.each('ip_configuration', (one) =>
            object({ properties: object({ publicIPAddress: object({ id: one.get('public_ip_address_id') }) }) }),
          ),
        }),
      }),
  },
  azurerm_service_plan: {
    type: 'Microsoft.Web/serverfarms',
    body: (args) =>
      object({
        sku: object({ name: args.get('sku_name'), capacity: args.get('worker_count') }),
        properties: object({ zoneRedundant: args.get('zone_balancing_enabled') }),
      }),
  },
  azurerm_app_service_plan: {
    type: 'Microsoft.Web/serverfarms',
    body: (args) =>
      object({ sku: object({ name: args.block('sku').get('size'), capacity: args.block('sku').get('capacity') }) }),
  },
  azurerm_app_service: { type: 'Microsoft.Web/sites', body: site },
  azurerm_linux_web_app: { type: 'Microsoft.Web/sites', body: site },
  azurerm_windows_web_app: { type: 'Microsoft.Web/sites', body: site },
  azurerm_linux_function_app: { type: 'Microsoft.Web/sites', body: site },
  azurerm_windows_function_app: { type: 'Microsoft.Web/sites', body: site },
  azurerm_kubernetes_cluster: {
    type: 'Microsoft.ContainerService/managedClusters',
    body: (args) =>
      object({
        sku: object({ tier: args.get('sku_tier') }),
        properties: object({
          kubernetesVersion: args.get('kubernetes_version'),
          agentPoolProfiles: args.each('default_node_pool', (pool) =>
            object({
              name: pool.get('name'),
              vmSize: pool.get('vm_size'),
              count: pool.get('node_count'),
              availabilityZones: pool.any('zones', 'availability_zones'),
            }),
          ),
        }),
      }),
  },
  azurerm_kubernetes_cluster_node_pool: {
    type: 'Microsoft.ContainerService/managedClusters/agentPools',
    within: 'kubernetes_cluster_id',
    body: (args) => object({ properties: object({ availabilityZones: args.any('zones', 'availability_zones') }) }),
  },
  azurerm_container_app_environment: {
    type: 'Microsoft.App/managedEnvironments',
    body: (args) => object({ properties: object({ zoneRedundant: args.get('zone_redundancy_enabled') }) }),
  },
  azurerm_container_app: {
    type: 'Microsoft.App/containerApps',
    body: (args) => object({ properties: object({ environmentId: args.get('container_app_environment_id') }) }),
  },
  azurerm_api_management: {
    type: 'Microsoft.ApiManagement/service',
    body: (args) =>
      object({
        sku: object({ name: tierOf(args.get('sku_name')) }),
        zones: args.get('zones'),
        properties: object({
          additionalLocations: args.each('additional_location', (one) =>
            object({ location: one.get('location'), zones: one.get('zones') }),
          ),
        }),
      }),
  },
  azurerm_container_registry: { type: 'Microsoft.ContainerRegistry/registries', body: registry },
}
