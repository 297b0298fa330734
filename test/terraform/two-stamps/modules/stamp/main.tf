variable "location" {
  type = string
}

variable "prefix" {
  type = string
}

variable "registry" {
  type = string
}

locals {
  short = "${var.prefix}-${substr(var.location, 0, 5)}"
}

resource "azurerm_resource_group" "stamp" {
  name     = local.short
  location = var.location
}

resource "azurerm_kubernetes_cluster" "pods" {
  name                = "${local.short}-pods"
  resource_group_name = azurerm_resource_group.stamp.name
  location            = azurerm_resource_group.stamp.location
  sku_tier            = "Standard"

  default_node_pool {
    name    = "system"
    vm_size = "Standard_F8s_v2"
    zones   = [1, 2, 3]
  }
}

resource "azurerm_storage_account" "stamp" {
  for_each = toset(["pages", "work"])

  name                     = replace("${local.short}${each.key}", "-", "")
  resource_group_name      = azurerm_resource_group.stamp.name
  location                 = azurerm_resource_group.stamp.location
  account_tier             = "Standard"
  account_replication_type = "ZRS"
}

resource "azurerm_eventhub_namespace" "events" {
  name                = "${local.short}-events"
  resource_group_name = azurerm_resource_group.stamp.name
  location            = azurerm_resource_group.stamp.location
  sku                 = "Standard"
  zone_redundant      = true
}

resource "azurerm_eventhub" "orders" {
  name                = "orders"
  namespace_name      = azurerm_eventhub_namespace.events.name
  resource_group_name = azurerm_resource_group.stamp.name
  partition_count     = 32
  message_retention   = 7
}

resource "azurerm_key_vault" "secrets" {
  name                = "${local.short}-kv"
  resource_group_name = azurerm_resource_group.stamp.name
  location            = azurerm_resource_group.stamp.location
  sku_name            = "standard"
  tenant_id           = data.azurerm_client_config.me.tenant_id
}

resource "azurerm_log_analytics_workspace" "logs" {
  name                = "${local.short}-logs"
  resource_group_name = azurerm_resource_group.stamp.name
  location            = azurerm_resource_group.stamp.location
}

data "azurerm_client_config" "me" {}

output "cluster" {
  value = azurerm_kubernetes_cluster.pods.id
}
