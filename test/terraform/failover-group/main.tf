variable "location" {
  type = string
}

variable "location_alt" {
  type = string
}

variable "password" {
  type      = string
  sensitive = true
}

resource "azurerm_resource_group" "books" {
  name     = "books"
  location = var.location
}

resource "azurerm_mssql_server" "here" {
  name                         = "books-here"
  resource_group_name          = azurerm_resource_group.books.name
  location                     = azurerm_resource_group.books.location
  version                      = "12.0"
  administrator_login          = "keeper"
  administrator_login_password = var.password
}

resource "azurerm_mssql_server" "there" {
  name                         = "books-there"
  resource_group_name          = azurerm_resource_group.books.name
  location                     = var.location_alt
  version                      = "12.0"
  administrator_login          = "keeper"
  administrator_login_password = var.password
}

resource "azurerm_mssql_database" "ledger" {
  name      = "ledger"
  server_id = azurerm_mssql_server.here.id
  sku_name  = "GP_Gen5_2"
}

resource "azurerm_mssql_database" "ledger_copy" {
  name                        = "ledger"
  server_id                   = azurerm_mssql_server.there.id
  create_mode                 = "Secondary"
  creation_source_database_id = azurerm_mssql_database.ledger.id
}

resource "azurerm_mssql_failover_group" "books" {
  name      = "books"
  server_id = azurerm_mssql_server.here.id
  databases = [azurerm_mssql_database.ledger.id]

  partner_server {
    id = azurerm_mssql_server.there.id
  }
  read_write_endpoint_failover_policy {
    mode          = "Automatic"
    grace_minutes = 60
  }

  depends_on = [azurerm_mssql_database.ledger_copy]
}
