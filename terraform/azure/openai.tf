# The models, and who may call them. No key opens the account.

resource "azurerm_cognitive_account" "openai" {
  name                  = "${var.name}-openai"
  resource_group_name   = azurerm_resource_group.trefoil.name
  location              = azurerm_resource_group.trefoil.location
  kind                  = "OpenAI"
  sku_name              = "S0"
  custom_subdomain_name = "${var.name}-openai"

  local_auth_enabled            = false
  public_network_access_enabled = var.private == null
}

resource "azurerm_cognitive_deployment" "model" {
  for_each = var.deployments

  name                   = each.key
  cognitive_account_id   = azurerm_cognitive_account.openai.id
  version_upgrade_option = "NoAutoUpgrade"

  model {
    format  = "OpenAI"
    name    = each.value.model
    version = each.value.version
  }

  sku {
    name     = each.value.type
    capacity = each.value.capacity
  }
}

locals {
  # What the functions may do, each on one account only.
  roles = merge(
    {
      models = {
        scope = azurerm_cognitive_account.openai.id
        role  = "Cognitive Services OpenAI User"
      }
      # The Functions host keeps its locks and the app's package in blobs. On the account, and not on a container, since the
      # key that signs links to large results (generateUserDelegationKey) is the account's to give.
      host = {
        scope = azurerm_storage_account.trefoil.id
        role  = "Storage Blob Data Owner"
      }
      queues = {
        scope = azurerm_storage_account.trefoil.id
        role  = "Storage Queue Data Contributor"
      }
      table = {
        scope = azurerm_storage_account.trefoil.id
        role  = "Storage Table Data Contributor"
      }
      telemetry = {
        scope = azurerm_application_insights.functions.id
        role  = "Monitoring Metrics Publisher"
      }
    },
    var.foundry_account_id == null ? {} : {
      foundry = {
        scope = var.foundry_account_id
        role  = "Foundry User"
      }
    },
    var.content_safety_account_id == null ? {} : {
      guardrails = {
        scope = var.content_safety_account_id
        role  = "Cognitive Services User"
      }
    },
    var.search_service_id == null ? {} : {
      search = {
        scope = var.search_service_id
        role  = "Search Index Data Contributor"
      }
    },
    var.key_vault_id == null ? {} : {
      secrets = {
        scope = var.key_vault_id
        role  = "Key Vault Secrets User"
      }
    },
    var.service_bus ? {
      service_bus = {
        scope = azurerm_servicebus_namespace.jobs[0].id
        role  = "Azure Service Bus Data Receiver"
      }
    } : {},
  )
}

resource "azurerm_role_assignment" "functions" {
  for_each = local.roles

  scope                = each.value.scope
  role_definition_name = each.value.role
  principal_id         = azurerm_user_assigned_identity.functions.principal_id
  principal_type       = "ServicePrincipal"
}
