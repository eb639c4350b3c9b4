# Where the app lies, and where jobs and their results do.

resource "azurerm_storage_account" "trefoil" {
  name                     = "${var.name}store"
  resource_group_name      = azurerm_resource_group.trefoil.name
  location                 = azurerm_resource_group.trefoil.location
  account_tier             = "Standard"
  account_replication_type = "ZRS"

  shared_access_key_enabled       = false
  allow_nested_items_to_be_public = false
  local_user_enabled              = false
  min_tls_version                 = "TLS1_2"
  public_network_access_enabled   = var.private == null
}

resource "azurerm_storage_container" "app" {
  name               = "app"
  storage_account_id = azurerm_storage_account.trefoil.id
}

resource "azurerm_storage_container" "jobs" {
  name               = "jobs"
  storage_account_id = azurerm_storage_account.trefoil.id
}

resource "azurerm_storage_table" "jobs" {
  name               = "jobs"
  storage_account_id = azurerm_storage_account.trefoil.id
}

resource "azurerm_storage_queue" "jobs" {
  name               = "jobs"
  storage_account_id = azurerm_storage_account.trefoil.id
}

# The host puts what it gave up on into jobs-poison, beside what the function rejects here with the reason.
resource "azurerm_storage_queue" "dead_letters" {
  name               = "jobs-dead-letters"
  storage_account_id = azurerm_storage_account.trefoil.id
}

resource "azurerm_storage_management_policy" "forget" {
  storage_account_id = azurerm_storage_account.trefoil.id

  rule {
    name    = "forget-jobs"
    enabled = true

    filters {
      prefix_match = ["${azurerm_storage_container.jobs.name}/jobs/"]
      blob_types   = ["blockBlob"]
    }

    actions {
      base_blob {
        delete_after_days_since_modification_greater_than = var.job_keep_days
      }
    }
  }

  # Large parts of kept responses, and whatever else lies there.
  rule {
    name    = "forget"
    enabled = true

    filters {
      prefix_match = ["${azurerm_storage_container.jobs.name}/"]
      blob_types   = ["blockBlob"]
    }

    actions {
      base_blob {
        delete_after_days_since_modification_greater_than = var.conversation_keep_days
      }
    }
  }
}

resource "azurerm_servicebus_namespace" "jobs" {
  count = var.service_bus ? 1 : 0

  name                = "${var.name}-jobs"
  resource_group_name = azurerm_resource_group.trefoil.name
  location            = azurerm_resource_group.trefoil.location
  sku                 = var.private == null ? "Standard" : "Premium"
  capacity            = var.private == null ? 0 : 1

  premium_messaging_partitions  = var.private == null ? 0 : 1
  local_auth_enabled            = false
  minimum_tls_version           = "1.2"
  public_network_access_enabled = var.private == null
}

resource "azurerm_servicebus_queue" "jobs" {
  count = var.service_bus ? 1 : 0

  name                                 = "jobs"
  namespace_id                         = azurerm_servicebus_namespace.jobs[0].id
  lock_duration                        = "PT5M"
  max_delivery_count                   = 50
  dead_lettering_on_message_expiration = true
}
