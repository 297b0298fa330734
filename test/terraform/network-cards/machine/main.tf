variable "name" {}
variable "resource_group" {}
variable "location" {}
variable "subnet" {}

resource "azurerm_public_ip" "this" {
  name                = "${var.name}-ip"
  resource_group_name = var.resource_group
  location            = var.location
  allocation_method   = "Static"
}

resource "azurerm_network_interface" "this" {
  name                = "${var.name}-card"
  resource_group_name = var.resource_group
  location            = var.location
  ip_configuration {
    name                          = "first"
    subnet_id                     = var.subnet
    private_ip_address_allocation = "Dynamic"
    public_ip_address_id          = azurerm_public_ip.this.id
  }
}

resource "azurerm_linux_virtual_machine" "this" {
  name                  = var.name
  resource_group_name   = var.resource_group
  location              = var.location
  size                  = "Standard_B2s"
  admin_username        = "keeper"
  network_interface_ids = [azurerm_network_interface.this.id]
  admin_ssh_key {
    username   = "keeper"
    public_key = file("~/.ssh/id_rsa.pub")
  }
  os_disk {
    caching              = "ReadWrite"
    storage_account_type = "Standard_LRS"
  }
}

output "card" {
  value = azurerm_network_interface.this.id
}
