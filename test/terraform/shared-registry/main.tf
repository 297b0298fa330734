resource "azurerm_resource_group" "menu" {
  name     = "menu"
  location = var.primary_location
}

module "registry" {
  source              = "./modules/registry"
  resource_group_name = azurerm_resource_group.menu.name
  location            = azurerm_resource_group.menu.location
  sku                 = "Standard"
  copies              = [var.secondary_location]
}

module "first" {
  source         = "./modules/site"
  name           = "menu-first"
  resource_group = azurerm_resource_group.menu
  location       = var.primary_location
  registry       = module.registry.server
}

module "second" {
  source         = "./modules/site"
  name           = "menu-second"
  resource_group = azurerm_resource_group.menu
  location       = var.secondary_location
  registry       = module.registry.server
}

resource "azurerm_traffic_manager_profile" "menu" {
  name                   = "menu"
  resource_group_name    = azurerm_resource_group.menu.name
  traffic_routing_method = "Priority"

  dns_config {
    relative_name = "menu"
    ttl           = 60
  }
  monitor_config {
    protocol                     = "HTTPS"
    port                         = 443
    path                         = "/api/health/live"
    interval_in_seconds          = 30
    timeout_in_seconds           = 10
    tolerated_number_of_failures = 3
  }
}

resource "azurerm_traffic_manager_azure_endpoint" "first" {
  name               = "first"
  profile_id         = azurerm_traffic_manager_profile.menu.id
  target_resource_id = module.first.id
  priority           = 1
}

resource "azurerm_traffic_manager_azure_endpoint" "second" {
  name               = "second"
  profile_id         = azurerm_traffic_manager_profile.menu.id
  target_resource_id = module.second.id
  priority           = 2
}

resource "azurerm_key_vault" "menu" {
  name                = "menu"
  resource_group_name = azurerm_resource_group.menu.name
  location            = azurerm_resource_group.menu.location
}

resource "azurerm_storage_account" "state" {
  name                     = "menustate"
  resource_group_name      = azurerm_resource_group.menu.name
  location                 = azurerm_resource_group.menu.location
  account_tier             = "Standard"
  account_replication_type = "LRS"
}

resource "azurerm_storage_container" "state" {
  name                 = "tfstate"
  storage_account_name = azurerm_storage_account.state.name
}

variable "primary_location" {
  type    = string
  default = "westus"
}

variable "secondary_location" {
  type    = string
  default = "centralus"
}
