variable "place" {}
variable "location" {}
variable "connection" {}

resource "azurerm_resource_group" "this" {
  name     = "desk-${var.place}"
  location = var.location
}

resource "azurerm_public_ip" "door" {
  name                = "door-${var.place}"
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_application_gateway" "door" {
  name                = "door-${var.place}"
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
}

resource "azurerm_kubernetes_cluster" "pods" {
  name                = "pods-${var.place}"
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  default_node_pool {
    name       = "system"
    vm_size    = "Standard_B4ms"
    node_count = 2
  }
}

resource "azurerm_key_vault" "secrets" {
  name                = "secrets-${var.place}"
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
}

resource "azurerm_key_vault_secret" "connection" {
  name         = "connection"
  key_vault_id = azurerm_key_vault.secrets.id
  value        = var.connection
}

resource "azurerm_log_analytics_workspace" "logs" {
  name                = "logs-${var.place}"
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
}

output "address" {
  value = azurerm_public_ip.door.ip_address
}
