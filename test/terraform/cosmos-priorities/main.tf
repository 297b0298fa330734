variable "alt_location" {
  default = "norwayeast"
}

resource "azurerm_resource_group" "notes" {
  name     = "notes"
  location = "West Europe"
}

resource "azurerm_cosmosdb_account" "notes" {
  name                       = "notes"
  resource_group_name        = azurerm_resource_group.notes.name
  location                   = azurerm_resource_group.notes.location
  offer_type                 = "Standard"
  kind                       = "GlobalDocumentDB"
  automatic_failover_enabled = true

  consistency_policy {
    consistency_level       = "BoundedStaleness"
    max_interval_in_seconds = 10
    max_staleness_prefix    = 200
  }

  geo_location {
    location          = azurerm_resource_group.notes.location
    failover_priority = 2
  }
  geo_location {
    location          = var.alt_location
    failover_priority = 0
  }
}
