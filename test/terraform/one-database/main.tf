variable "main_location" {
  default = "westus3"
}

variable "failover_location" {
  default = "canadaeast"
}

resource "azurerm_resource_group" "desk" {
  name     = "desk"
  location = var.main_location
}

resource "azurerm_cosmosdb_account" "tickets" {
  name                = "desk-tickets"
  resource_group_name = azurerm_resource_group.desk.name
  location            = var.main_location
  offer_type          = "Standard"
  kind                = "MongoDB"

  capabilities { name = "EnableMongo" }
  capabilities { name = "EnableServerless" }

  consistency_policy {
    consistency_level = "Session"
  }
  backup {
    type = "Continuous"
  }
  geo_location {
    location          = var.main_location
    failover_priority = 0
  }
  # Not yet:
  # geo_location {
  #   location          = var.failover_location
  #   failover_priority = 1
  # }
  /*
  geo_location {
    location          = var.failover_location
    failover_priority = 2
  }
  */
}

module "main" {
  source     = "./workload"
  place      = "main"
  location   = var.main_location
  connection = azurerm_cosmosdb_account.tickets.primary_mongodb_connection_string
}

module "failover" {
  source     = "./workload/"
  place      = "failover"
  location   = var.failover_location
  connection = azurerm_cosmosdb_account.tickets.primary_mongodb_connection_string
}

resource "azurerm_frontdoor" "desk" {
  name                = "desk"
  resource_group_name = azurerm_resource_group.desk.name

  routing_rule {
    name               = "all"
    accepted_protocols = ["Https"]
    patterns_to_match  = ["/*"]
    frontend_endpoints = ["desk"]
    forwarding_configuration {
      forwarding_protocol = "HttpsOnly"
      backend_pool_name   = "Main"
    }
  }

  backend_pool_load_balancing { name = "MainBalance" }
  backend_pool_load_balancing { name = "FailoverBalance" }
  backend_pool_health_probe { name = "MainProbe" }
  backend_pool_health_probe { name = "FailoverProbe" }

  backend_pool {
    name                = "Main"
    load_balancing_name = "MainBalance"
    health_probe_name   = "MainProbe"
    backend {
      host_header = module.main.address
      address     = module.main.address
      http_port   = 80
      https_port  = 443
      priority    = 1
    }
  }
  backend_pool {
    name                = "Failover"
    load_balancing_name = "FailoverBalance"
    health_probe_name   = "FailoverProbe"
    backend {
      host_header = module.failover.address
      address     = module.failover.address
      http_port   = 80
      https_port  = 443
      priority    = 2
    }
  }

  frontend_endpoint {
    name      = "desk"
    host_name = "desk.azurefd.net"
  }
}
