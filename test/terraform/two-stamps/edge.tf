resource "azurerm_cdn_frontdoor_profile" "edge" {
  name                = "${local.prefix}-edge"
  resource_group_name = azurerm_resource_group.central.name
  sku_name            = "Premium_AzureFrontDoor"
}

resource "azurerm_cdn_frontdoor_endpoint" "shop" {
  name                     = "${local.prefix}-shop"
  cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.edge.id
}

locals {
  groups = {
    interfaces = var.interfaces
    pages      = var.pages
  }
}

resource "azurerm_cdn_frontdoor_origin_group" "interfaces" {
  name                     = "interfaces"
  cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.edge.id
  session_affinity_enabled = false
  health_probe {
    protocol            = "Https"
    request_type        = "HEAD"
    path                = "/health"
    interval_in_seconds = 30
  }
  load_balancing {
    sample_size                        = 4
    successful_samples_required        = 2
    additional_latency_in_milliseconds = 1000
  }
}

resource "azurerm_cdn_frontdoor_origin_group" "pages" {
  name                     = "pages"
  cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.edge.id
  session_affinity_enabled = false
  health_probe {
    protocol            = "Https"
    request_type        = "HEAD"
    interval_in_seconds = 30
  }
  load_balancing {
    sample_size                        = 4
    successful_samples_required        = 2
    additional_latency_in_milliseconds = 1000
  }
}

resource "azurerm_cdn_frontdoor_origin_group" "pictures" {
  name                     = "pictures"
  cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.edge.id
  session_affinity_enabled = false
  health_probe {
    protocol            = "Https"
    request_type        = "HEAD"
    interval_in_seconds = 30
  }
  load_balancing {
    sample_size                        = 4
    successful_samples_required        = 2
    additional_latency_in_milliseconds = 1000
  }
}

resource "azurerm_cdn_frontdoor_origin" "interfaces" {
  for_each = { for i, one in var.interfaces : one.address => one }

  name                           = "interface-${index(var.interfaces, each.value)}"
  cdn_frontdoor_origin_group_id  = azurerm_cdn_frontdoor_origin_group.interfaces.id
  host_name                      = each.value.address
  weight                         = each.value.weight
  enabled                        = each.value.enabled
  certificate_name_check_enabled = true
}

resource "azurerm_cdn_frontdoor_origin" "pages" {
  for_each = { for one in var.pages : one.address => one }

  name                           = replace(each.key, ".", "-")
  cdn_frontdoor_origin_group_id  = azurerm_cdn_frontdoor_origin_group.pages.id
  host_name                      = each.value.address
  weight                         = each.value.weight
  enabled                        = each.value.enabled
  certificate_name_check_enabled = true
}

resource "azurerm_cdn_frontdoor_origin" "pictures" {
  name                           = "first"
  cdn_frontdoor_origin_group_id  = azurerm_cdn_frontdoor_origin_group.pictures.id
  host_name                      = azurerm_storage_account.pictures.primary_web_host
  priority                       = 1
  weight                         = 1
  certificate_name_check_enabled = true
}

resource "azurerm_cdn_frontdoor_origin" "pictures_elsewhere" {
  name                           = "second"
  cdn_frontdoor_origin_group_id  = azurerm_cdn_frontdoor_origin_group.pictures.id
  host_name                      = azurerm_storage_account.pictures.secondary_web_host
  priority                       = 2
  weight                         = 1
  certificate_name_check_enabled = true
}

resource "azurerm_cdn_frontdoor_route" "interfaces" {
  count = length(local.groups.interfaces) > 0 ? 1 : 0

  name                          = "interfaces"
  cdn_frontdoor_endpoint_id     = azurerm_cdn_frontdoor_endpoint.shop.id
  cdn_frontdoor_origin_group_id = azurerm_cdn_frontdoor_origin_group.interfaces.id
  cdn_frontdoor_origin_ids      = [for one in azurerm_cdn_frontdoor_origin.interfaces : one.id]
  patterns_to_match             = ["/api/*"]
  supported_protocols           = ["Https"]
}

resource "azurerm_cdn_frontdoor_route" "pages" {
  count = length(local.groups.pages) > 0 ? 1 : 0

  name                          = "pages"
  cdn_frontdoor_endpoint_id     = azurerm_cdn_frontdoor_endpoint.shop.id
  cdn_frontdoor_origin_group_id = azurerm_cdn_frontdoor_origin_group.pages.id
  cdn_frontdoor_origin_ids      = values(azurerm_cdn_frontdoor_origin.pages)[*].id
  patterns_to_match             = ["/*"]
  supported_protocols           = ["Https"]
}

resource "azurerm_cdn_frontdoor_route" "pictures" {
  name                          = "pictures"
  cdn_frontdoor_endpoint_id     = azurerm_cdn_frontdoor_endpoint.shop.id
  cdn_frontdoor_origin_group_id = azurerm_cdn_frontdoor_origin_group.pictures.id
  cdn_frontdoor_origin_ids      = [azurerm_cdn_frontdoor_origin.pictures.id, azurerm_cdn_frontdoor_origin.pictures_elsewhere.id]
  patterns_to_match             = ["/pictures/*"]
  supported_protocols           = ["Https"]
}
