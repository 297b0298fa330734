# An online shop in several stamps, each a copy of everything that serves customers.
terraform {
  required_version = ">= 1.6"
  required_providers {
    azurerm = { source = "hashicorp/azurerm", version = "~> 4.0" }
  }
}

provider "azurerm" {
  features {}
}

locals {
  prefix  = lower("${var.shop}-${var.stage}")
  tags    = merge({ shop = var.shop }, var.tags)
  central = var.stamps[0]
}

resource "azurerm_resource_group" "central" {
  name     = "${local.prefix}-central"
  location = local.central
  tags     = local.tags
}

resource "azurerm_cosmosdb_account" "orders" {
  name                             = "${local.prefix}-orders"
  resource_group_name              = azurerm_resource_group.central.name
  location                         = azurerm_resource_group.central.location
  offer_type                       = "Standard"
  kind                             = "GlobalDocumentDB"
  multiple_write_locations_enabled = true
  automatic_failover_enabled       = true

  consistency_policy {
    consistency_level       = "Session"
    max_interval_in_seconds = 10  # left over from another level
    max_staleness_prefix    = 200 # likewise
  }

  dynamic "geo_location" {
    for_each = var.stamps
    content {
      location          = geo_location.value
      failover_priority = geo_location.key
      zone_redundant    = true
    }
  }
}

resource "azurerm_cosmosdb_sql_database" "orders" {
  name                = "orders"
  resource_group_name = azurerm_resource_group.central.name
  account_name        = azurerm_cosmosdb_account.orders.name
}

resource "azurerm_storage_account" "pictures" {
  name                     = "${replace(local.prefix, "-", "")}pictures"
  resource_group_name      = azurerm_resource_group.central.name
  location                 = azurerm_resource_group.central.location
  account_tier             = "Standard"
  account_replication_type = "RAGZRS"

  blob_properties {
    versioning_enabled = true
  }
  static_website {
    index_document = "index.html"
  }
}

resource "azurerm_container_registry" "images" {
  name                    = "${replace(local.prefix, "-", "")}images"
  resource_group_name     = azurerm_resource_group.central.name
  location                = azurerm_resource_group.central.location
  sku                     = "Premium"
  zone_redundancy_enabled = true

  dynamic "georeplications" {
    for_each = [for stamp in var.stamps : stamp if stamp != azurerm_resource_group.central.location]
    iterator = copy
    content {
      location                = copy.value
      zone_redundancy_enabled = true
    }
  }
}

module "stamp" {
  for_each = toset(var.stamps)
  source   = "./modules/stamp"

  location = each.value
  prefix   = local.prefix
  registry = azurerm_container_registry.images.id
}
