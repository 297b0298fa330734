resource "azurerm_resource_group" "mail" {
  name     = "mail"
  location = "North Europe"
}

resource "azurerm_virtual_network" "mail" {
  name                = "mail"
  resource_group_name = azurerm_resource_group.mail.name
  location            = azurerm_resource_group.mail.location
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "mail" {
  name                 = "mail"
  resource_group_name  = azurerm_resource_group.mail.name
  virtual_network_name = azurerm_virtual_network.mail.name
  address_prefixes     = [cidrsubnet("10.1.0.0/16", 8, 1)]
}

module "machine" {
  source = "./machine"
  count  = 2

  name           = "mail${count.index + 1}"
  resource_group = azurerm_resource_group.mail.name
  location       = azurerm_resource_group.mail.location
  subnet         = azurerm_subnet.mail.id
}

resource "azurerm_traffic_manager_profile" "mail" {
  name                   = "mail"
  resource_group_name    = azurerm_resource_group.mail.name
  traffic_routing_method = "Weighted"
  dns_config {
    relative_name = "mail"
    ttl           = 30
  }
  monitor_config {
    protocol = "HTTP"
    port     = 80
    path     = "/"
  }
}

resource "azurerm_traffic_manager_azure_endpoint" "mail" {
  count              = 2
  name               = "mail${count.index + 1}"
  profile_id         = azurerm_traffic_manager_profile.mail.id
  target_resource_id = module.machine[count.index].card
  weight             = 1
}
