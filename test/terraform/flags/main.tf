resource "azurerm_resource_group" "pets" {
  name     = "pets-${var.environment}"
  location = var.location
}

module "cluster" {
  source  = "Azure/avm-res-containerservice-managedcluster/azurerm"
  version = "0.1.4"

  name                = "pets"
  location            = azurerm_resource_group.pets.location
  resource_group_name = azurerm_resource_group.pets.name
  default_node_pool   = { name = "system", vm_size = var.node_size }
}

module "images" {
  source  = "Azure/avm-res-containerregistry-registry/azurerm"
  version = "0.4.0"
  count   = local.with_registry ? 1 : 0

  name                = "petsimages"
  location            = azurerm_resource_group.pets.location
  resource_group_name = azurerm_resource_group.pets.name
}

resource "azurerm_servicebus_namespace" "orders" {
  count = local.with_queue ? 1 : 0

  name                = "pets-orders"
  location            = azurerm_resource_group.pets.location
  resource_group_name = azurerm_resource_group.pets.name
  sku                 = "Standard"
}

resource "azurerm_servicebus_queue" "orders" {
  count = local.with_queue ? 1 : 0

  name         = "orders"
  namespace_id = azurerm_servicebus_namespace.orders[0].id
}

resource "azurerm_cosmosdb_account" "orders" {
  count = var.deploy_database == "true" ? 1 : 0

  name                = "pets-orders"
  location            = azurerm_resource_group.pets.location
  resource_group_name = azurerm_resource_group.pets.name
  offer_type          = "Standard"
  kind                = var.database_kind

  dynamic "capabilities" {
    for_each = var.database_kind == "MongoDB" ? ["EnableMongo"] : []
    content {
      name = capabilities.value
    }
  }
  consistency_policy {
    consistency_level = "Session"
  }
  geo_location {
    location          = azurerm_resource_group.pets.location
    failover_priority = 0
  }
}

locals {
  with_registry = var.deploy_registry == "true"
  with_queue    = var.deploy_queue == "true" ? true : false
}

output "registry" {
  value = local.with_registry ? module.images[0].resource_id : null
}
