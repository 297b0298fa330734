/** A few small inputs of each format, from which the fuzzing of its importer begins. */
export const seeds: Readonly<Record<string, readonly string[]>> = {
  arm: [
    `{ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0",
  "parameters": { "n": { "type": "int", "defaultValue": 2 }, "sku": { "type": "string" } },
  "variables": { "all": "[range(0, parameters('n'))]", "copy": [{ "name": "names", "count": 2, "input": "[concat('a', copyIndex('names'))]" }] },
  "functions": [{ "namespace": "own", "members": { "name": { "parameters": [{ "name": "x", "type": "string" }], "output": { "type": "string", "value": "[toLower(parameters('x'))]" } } } }],
  "resources": [
    { "type": "Microsoft.Storage/storageAccounts", "name": "[own.name(variables('names')[copyIndex()])]", "copy": { "name": "loop", "count": "[length(variables('all'))]" }, "location": "[resourceGroup().location]", "sku": { "name": "[parameters('sku')]" }, "resources": [{ "type": "blobServices", "name": "default", "dependsOn": ["loop"] }] },
    { "condition": "[equals(parameters('n'), 3)]", "type": "Microsoft.Sql/servers/failoverGroups", "name": "a/b", "properties": { "partnerServers": [{ "id": "[resourceId('Microsoft.Sql/servers', 'c')]" }], "readWriteEndpoint": { "failoverPolicy": "Automatic", "failoverWithDataLossGracePeriodMinutes": 60 } } },
    { "type": "Microsoft.Resources/deployments", "name": "in", "properties": { "mode": "Incremental", "template": { "resources": [{ "type": "Microsoft.Cache/redis", "name": "c", "location": "westus" }] } } } ] }`,
    `{ "$schema": "deploymentTemplate.json#", "languageVersion": "2.0", "resources": { "a": { "existing": true, "type": "Microsoft.KeyVault/vaults", "name": "v" }, "b": { "type": "Microsoft.Network/trafficManagerProfiles", "name": "[format('{0}-x', resourceInfo('a').name)]", "location": "global", "dependsOn": ["a"], "properties": { "trafficRoutingMethod": "Priority", "endpoints": "[map(createArray('eastus', 'westus'), lambda('r', createObject('name', lambdaVariables('r'), 'properties', createObject('target', lambdaVariables('r'), 'endpointLocation', lambdaVariables('r')))))]" } } } }`,
  ],
  azure: [
    `{ "data": [ { "id": "/subscriptions/0/resourceGroups/g/providers/Microsoft.DocumentDB/databaseAccounts/a", "name": "a", "type": "microsoft.documentdb/databaseaccounts", "location": "eastus", "properties": { "locations": [{ "locationName": "East US", "failoverPriority": 0, "isZoneRedundant": true }, { "locationName": "West US", "failoverPriority": 1 }], "enableAutomaticFailover": true, "backupPolicy": { "type": "Continuous" } } }, { "ResourceId": "/subscriptions/0/resourceGroups/g/providers/Microsoft.RecoveryServices/vaults/v", "Name": "v", "ResourceType": "Microsoft.RecoveryServices/vaults", "Location": "region", "resources": [{ "type": "Microsoft.RecoveryServices/vaults/backupstorageconfig", "name": "vaultstorageconfig", "properties": { "storageModelType": "LocallyRedundant" } }] } ] }`,
  ],
  'terraform-plan': [
    `{ "format_version": "1.2", "planned_values": { "root_module": { "resources": [ { "address": "azurerm_mssql_server.a", "mode": "managed", "type": "azurerm_mssql_server", "name": "a", "values": { "name": "a", "location": "eastus" } }, { "address": "azurerm_mssql_failover_group.f", "mode": "managed", "type": "azurerm_mssql_failover_group", "name": "f", "values": { "name": "f", "partner_server": [{}] } } ], "child_modules": [ { "address": "module.m[0]", "resources": [ { "address": "module.m[0].azapi_resource.r", "mode": "managed", "type": "azapi_resource", "name": "r", "values": { "type": "Microsoft.Cache/redis@2024", "name": "c", "location": "westus", "body": { "properties": {} } }, "sensitive_values": { "body": true } } ] } ] } }, "resource_changes": [ { "address": "azurerm_mssql_failover_group.f", "change": { "after_unknown": { "server_id": true, "partner_server": [{ "id": true }] } } } ], "configuration": { "root_module": { "resources": [ { "address": "azurerm_mssql_failover_group.f", "expressions": { "server_id": { "references": ["azurerm_mssql_server.a.id"] } } } ], "module_calls": { "m": { "module": { "resources": [] } } } } } }`,
  ],
  terraform: [
    `variable "regions" {
  type    = list(string)
  default = ["eastus", "westus"]
}
locals {
  names = { for i, r in var.regions : r => format("app-%s-%d", lower(r), i) if r != "" }
}
resource "azurerm_resource_group" "main" {
  for_each = local.names
  name     = each.value
  location = each.key
}
resource "azurerm_cosmosdb_account" "main" {
  name     = "orders"
  location = azurerm_resource_group.main["eastus"].location
  dynamic "geo_location" {
    for_each = var.regions
    content {
      location          = geo_location.value
      failover_priority = geo_location.key
    }
  }
  count = length(var.regions) > 1 ? 1 : 0
}
module "part" {
  source = "./part"
  name   = <<-EOT
    a \${var.regions[0]} %{ if true }b%{ endif }
  EOT
}
`,
  ],
  kubernetes: [
    `apiVersion: apps/v1
kind: Deployment
metadata: { name: shop, labels: { app: shop } }
spec:
  replicas: 2
  selector: { matchLabels: { app: shop } }
  template:
    metadata: { labels: { app: shop } }
    spec:
      containers:
        - name: shop
          image: shop:1
          env: [{ name: STORE_ADDR, value: "store:6379" }]
          volumeMounts: [{ name: data, mountPath: /data }]
      volumes: [{ name: data, emptyDir: {} }]
---
apiVersion: v1
kind: List
items:
  - { apiVersion: v1, kind: Service, metadata: { name: store }, spec: { selector: { app: store }, ports: [{ port: 6379 }] } }
`,
  ],
  compose: [
    `x-common: &common
  restart: always
services:
  web:
    <<: *common
    image: shop
    depends_on: { db: { condition: service_healthy } }
    environment: ["DB_HOST=db"]
    ports: ["80:80"]
  db:
    image: postgres
    volumes: [data:/var/lib]
volumes: { data: {} }
`,
  ],
  backstage: [
    `apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: shop }
spec: { type: service, owner: group:default/shop, lifecycle: production, consumesApis: [orders], dependsOn: ["resource:db"] }
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata: { name: orders }
spec: { type: openapi, owner: shop, lifecycle: production, definition: { $text: https://example.com/a.yaml } }
`,
  ],
  openslo: [
    `- apiVersion: openslo/v1
  kind: SLO
  metadata: { name: shop-answers }
  spec:
    service: shop
    indicator: { metadata: { name: good }, spec: { ratioMetric: { counter: true } } }
    timeWindow: [{ duration: 28d, isRolling: true }]
    budgetingMethod: Occurrences
    objectives: [{ displayName: most, target: 0.99 }]
`,
  ],
  csv: [
    `name,type,region,depends on,owner,rto\nshop,web-service,eastus,"db; cache",team,1h\ndb,postgres,"West\nUS",,team,4h\n`,
  ],
  markdown: [
    `# Failover\n\n## Before\n\n1. Call the **manager**.\n2. Look at the dashboard:\n\n   \`\`\`sh\n   kubectl get pods\n   \`\`\`\n\n   - [ ] all are there\n\n## After\n\n* Tell <b>everyone</b>\n`,
  ],
}
