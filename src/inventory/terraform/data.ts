import { textOf, Unknown, type Value } from '../value.ts'
import { type Arguments, object, worded } from './arguments.ts'
import type { Translation } from './translation.ts'

/** `Standard` and `GRS` as `Standard_GRS`. */
function storageSku(args: Arguments): Value | undefined {
  const tier = args.get('account_tier') ?? 'Standard'
  const kind = args.get('account_replication_type')
  if (kind === undefined || kind instanceof Unknown) return kind
  return `${typeof tier === 'string' ? tier : 'Standard'}_${textOf(kind) ?? ''}`
}

const cosmos = (args: Arguments) =>
  object({
    kind: args.get('kind'),
    properties: object({
      locations: args.each('geo_location', (one) =>
        object({
          locationName: one.get('location'),
          failoverPriority: one.get('failover_priority'),
          isZoneRedundant: one.get('zone_redundant') ?? false,
        }),
      ),
      enableMultipleWriteLocations: args.any('multiple_write_locations_enabled', 'enable_multiple_write_locations'),
      enableAutomaticFailover: args.any('automatic_failover_enabled', 'enable_automatic_failover'),
      capabilities: args.each('capabilities', (one) => object({ name: one.get('name') })),
      consistencyPolicy: object({
        defaultConsistencyLevel: args.block('consistency_policy').get('consistency_level'),
        maxIntervalInSeconds: args.block('consistency_policy').get('max_interval_in_seconds'),
        maxStalenessPrefix: args.block('consistency_policy').get('max_staleness_prefix'),
      }),
      backupPolicy: object({
        type: args.block('backup').get('type'),
        periodicModeProperties: object({ backupStorageRedundancy: args.block('backup').get('storage_redundancy') }),
      }),
    }),
  })

const failoverGroup = (args: Arguments) => {
  const policy = args.block('read_write_endpoint_failover_policy')
  return object({
    properties: object({
      readWriteEndpoint: object({
        failoverPolicy: policy.get('mode'),
        failoverWithDataLossGracePeriodMinutes: policy.get('grace_minutes'),
      }),
      partnerServers:
        args.each('partner_server', (one) => object({ id: one.get('id') })) ??
        args.each('partner_servers', (one) => object({ id: one.get('id') })),
      databases: args.get('databases'),
    }),
  })
}

const database = (args: Arguments) =>
  object({
    sku: object({ name: args.get('sku_name') }),
    properties: object({
      createMode: args.get('create_mode'),
      sourceDatabaseId: args.get('creation_source_database_id'),
      zoneRedundant: args.get('zone_redundant'),
      requestedBackupStorageRedundancy: args.get('storage_account_type'),
    }),
  })

const server = (args: Arguments) =>
  object({
    sku: object({ name: args.get('sku_name') }),
    properties: object({
      version: args.get('version'),
      highAvailability: object({ mode: args.block('high_availability').get('mode') }),
      backup: object({
        geoRedundantBackup: worded(args.get('geo_redundant_backup_enabled'), 'Enabled', 'Disabled'),
        backupRetentionDays: args.get('backup_retention_days'),
      }),
      createMode: args.get('create_mode'),
      sourceServerResourceId: args.get('source_server_id'),
    }),
  })

/** What keeps data. */
export const dataTranslations: Readonly<Record<string, Translation>> = {
  azurerm_storage_account: {
    type: 'Microsoft.Storage/storageAccounts',
    body: (args) =>
      object({
        kind: args.get('account_kind'),
        sku: object({ name: storageSku(args) }),
        properties: object({
          blobProperties: object({
            isVersioningEnabled: args.block('blob_properties').get('versioning_enabled'),
            deleteRetentionPolicy: object({
              enabled: args.block('blob_properties').blocks('delete_retention_policy').length > 0,
            }),
          }),
        }),
      }),
  },
  azurerm_storage_container: { type: 'Microsoft.Storage/storageAccounts/blobServices/containers' },
  azurerm_storage_share: { type: 'Microsoft.Storage/storageAccounts/fileServices/shares' },
  azurerm_storage_blob: { type: 'Microsoft.Storage/storageAccounts/blobServices/containers' },
  azurerm_storage_account_static_website: { type: 'Microsoft.Storage/storageAccounts/blobServices' },
  azurerm_mssql_server: {
    type: 'Microsoft.Sql/servers',
    body: (args) => object({ properties: object({ version: args.get('version') }) }),
  },
  azurerm_mssql_database: { type: 'Microsoft.Sql/servers/databases', within: 'server_id', body: database },
  azurerm_mssql_failover_group: {
    type: 'Microsoft.Sql/servers/failoverGroups',
    within: 'server_id',
    body: failoverGroup,
  },
  azurerm_sql_failover_group: {
    type: 'Microsoft.Sql/servers/failoverGroups',
    within: 'server_name',
    body: failoverGroup,
  },
  azurerm_mssql_elasticpool: { type: 'Microsoft.Sql/servers/elasticPools', within: 'server_name' },
  azurerm_mssql_firewall_rule: { type: 'Microsoft.Sql/servers/firewallRules', within: 'server_id' },
  azurerm_mssql_managed_instance: { type: 'Microsoft.Sql/managedInstances' },
  azurerm_cosmosdb_account: { type: 'Microsoft.DocumentDB/databaseAccounts', body: cosmos },
  azurerm_cosmosdb_sql_database: { type: 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases', within: 'account_name' },
  azurerm_cosmosdb_sql_container: { type: 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers' },
  azurerm_cosmosdb_mongo_database: {
    type: 'Microsoft.DocumentDB/databaseAccounts/mongodbDatabases',
    within: 'account_name',
  },
  azurerm_cosmosdb_mongo_collection: { type: 'Microsoft.DocumentDB/databaseAccounts/mongodbDatabases/collections' },
  azurerm_postgresql_flexible_server: { type: 'Microsoft.DBforPostgreSQL/flexibleServers', body: server },
  azurerm_postgresql_flexible_server_database: {
    type: 'Microsoft.DBforPostgreSQL/flexibleServers/databases',
    within: 'server_id',
  },
  azurerm_postgresql_flexible_server_configuration: {
    type: 'Microsoft.DBforPostgreSQL/flexibleServers/configurations',
    within: 'server_id',
  },
  azurerm_postgresql_flexible_server_firewall_rule: {
    type: 'Microsoft.DBforPostgreSQL/flexibleServers/firewallRules',
    within: 'server_id',
  },
  azurerm_mysql_flexible_server: { type: 'Microsoft.DBforMySQL/flexibleServers', body: server },
  azurerm_mysql_flexible_database: { type: 'Microsoft.DBforMySQL/flexibleServers/databases', within: 'server_name' },
  azurerm_redis_cache: {
    type: 'Microsoft.Cache/redis',
    body: (args) =>
      object({ sku: object({ name: args.get('sku_name'), capacity: args.get('capacity') }), zones: args.get('zones') }),
  },
  azurerm_redis_linked_server: {
    type: 'Microsoft.Cache/redis/linkedServers',
    within: 'target_redis_cache_name',
    body: (args) => object({ properties: object({ linkedRedisCacheId: args.get('linked_redis_cache_id') }) }),
  },
  azurerm_recovery_services_vault: {
    type: 'Microsoft.RecoveryServices/vaults',
    body: (args) =>
      object({
        sku: object({ name: args.get('sku') }),
        properties: object({
          redundancySettings: object({
            standardTierStorageRedundancy: args.get('storage_mode_type'),
            crossRegionRestore: worded(args.get('cross_region_restore_enabled'), 'Enabled', 'Disabled'),
          }),
          securitySettings: object({ immutabilitySettings: object({ state: args.get('immutability') }) }),
        }),
      }),
  },
  azurerm_data_protection_backup_vault: {
    type: 'Microsoft.DataProtection/backupVaults',
    body: (args) =>
      object({
        properties: object({
          storageSettings: [object({ datastoreType: args.get('datastore_type'), type: args.get('redundancy') })],
          securitySettings: object({ immutabilitySettings: object({ state: args.get('immutability') }) }),
        }),
      }),
  },
  azurerm_backup_policy_vm: { type: 'Microsoft.RecoveryServices/vaults/backupPolicies', within: 'recovery_vault_name' },
  azurerm_managed_disk: {
    type: 'Microsoft.Compute/disks',
    body: (args) => object({ sku: object({ name: args.get('storage_account_type') }) }),
  },
}
