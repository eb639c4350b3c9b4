# With var.private: models, storage and Service Bus are reached from the virtual network only.

locals {
  endpoints = var.private == null ? {} : merge(
    {
      openai = { resource = azurerm_cognitive_account.openai.id, part = "account", zone = "privatelink.openai.azure.com" }
      blob   = { resource = azurerm_storage_account.trefoil.id, part = "blob", zone = "privatelink.blob.core.windows.net" }
      queue  = { resource = azurerm_storage_account.trefoil.id, part = "queue", zone = "privatelink.queue.core.windows.net" }
      table  = { resource = azurerm_storage_account.trefoil.id, part = "table", zone = "privatelink.table.core.windows.net" }
    },
    var.service_bus ? {
      service_bus = { resource = azurerm_servicebus_namespace.jobs[0].id, part = "namespace", zone = "privatelink.servicebus.windows.net" }
    } : {},
  )
}

resource "azurerm_private_dns_zone" "service" {
  for_each = local.endpoints

  name                = each.value.zone
  resource_group_name = azurerm_resource_group.trefoil.name
}

resource "azurerm_private_dns_zone_virtual_network_link" "service" {
  for_each = local.endpoints

  name                  = each.key
  resource_group_name   = azurerm_resource_group.trefoil.name
  private_dns_zone_name = azurerm_private_dns_zone.service[each.key].name
  virtual_network_id    = var.private.virtual_network_id
}

resource "azurerm_private_endpoint" "service" {
  for_each = local.endpoints

  name                = "${var.name}-${each.key}"
  resource_group_name = azurerm_resource_group.trefoil.name
  location            = azurerm_resource_group.trefoil.location
  subnet_id           = var.private.endpoints_subnet_id

  private_service_connection {
    name                           = each.key
    private_connection_resource_id = each.value.resource
    subresource_names              = [each.value.part]
    is_manual_connection           = false
  }

  private_dns_zone_group {
    name                 = each.key
    private_dns_zone_ids = [azurerm_private_dns_zone.service[each.key].id]
  }
}
