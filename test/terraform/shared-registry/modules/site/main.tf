variable "name" {}
variable "resource_group" {}
variable "location" {}
variable "registry" {}

resource "azurerm_service_plan" "this" {
  name                = "${var.name}-plan"
  resource_group_name = var.resource_group.name
  location            = var.location
  os_type             = "Linux"
  sku_name            = "P1v3"
}

resource "azurerm_linux_web_app" "this" {
  name                = var.name
  resource_group_name = var.resource_group.name
  location            = azurerm_service_plan.this.location
  service_plan_id     = azurerm_service_plan.this.id

  site_config {
    application_stack {
      docker_image_name   = "menu:3"
      docker_registry_url = "https://${var.registry}"
    }
  }
}

resource "azurerm_private_endpoint" "this" {
  name                = "${var.name}-inside"
  resource_group_name = var.resource_group.name
  location            = var.location
}

resource "azurerm_application_insights" "this" {
  name                = "${var.name}-insights"
  resource_group_name = var.resource_group.name
  location            = var.location
  application_type    = "web"
}

output "id" {
  value = azurerm_linux_web_app.this.id
}
