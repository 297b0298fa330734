variable "resource_group_name" {}
variable "location" {}
variable "sku" {
  default = "Premium"
}
variable "copies" {
  type    = list(string)
  default = []
}

resource "azurerm_container_registry" "this" {
  name                = "menuimages"
  resource_group_name = var.resource_group_name
  location            = var.location
  sku                 = var.sku

  dynamic "georeplications" {
    for_each = var.sku == "Premium" ? var.copies : []
    content {
      location = georeplications.value
    }
  }
}

output "server" {
  value = azurerm_container_registry.this.login_server
}
