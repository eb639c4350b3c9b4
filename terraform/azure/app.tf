# The functions, and who they are.

resource "azurerm_resource_group" "trefoil" {
  name     = var.name
  location = var.location
}

resource "azurerm_user_assigned_identity" "functions" {
  name                = "${var.name}-functions"
  resource_group_name = azurerm_resource_group.trefoil.name
  location            = azurerm_resource_group.trefoil.location
}

resource "azurerm_log_analytics_workspace" "logs" {
  name                         = "${var.name}-logs"
  resource_group_name          = azurerm_resource_group.trefoil.name
  location                     = azurerm_resource_group.trefoil.location
  retention_in_days            = var.log_retention_days
  local_authentication_enabled = true
}

resource "azurerm_application_insights" "functions" {
  name                = "${var.name}-functions"
  resource_group_name = azurerm_resource_group.trefoil.name
  location            = azurerm_resource_group.trefoil.location
  workspace_id        = azurerm_log_analytics_workspace.logs.id
  application_type    = "java"
}

resource "azurerm_service_plan" "flex" {
  name                = "${var.name}-plan"
  resource_group_name = azurerm_resource_group.trefoil.name
  location            = azurerm_resource_group.trefoil.location
  os_type             = "Linux"
  sku_name            = "FC1"
}

locals {
  identity_settings = {
    credential = "managedidentity"
    clientId   = azurerm_user_assigned_identity.functions.client_id
  }

  host_storage = merge(
    {
      AzureWebJobsStorage__accountName = azurerm_storage_account.trefoil.name
      # The provider puts a connection string without a key here, which the host takes before the identity:
      # github.com/hashicorp/terraform-provider-azurerm/issues/29149.
      AzureWebJobsStorage = ""
    },
    { for key, value in local.identity_settings : "AzureWebJobsStorage__${key}" => value },
  )

  storage_queue = merge(
    {
      TREFOIL_JOBS_QUEUE            = azurerm_storage_queue.jobs.name
      TREFOIL_JOBS__queueServiceUri = azurerm_storage_account.trefoil.primary_queue_endpoint
    },
    { for key, value in local.identity_settings : "TREFOIL_JOBS__${key}" => value },
  )

  service_bus_queue = var.service_bus ? merge(
    {
      TREFOIL_JOBS_SERVICE_BUS_QUEUE                    = azurerm_servicebus_queue.jobs[0].name
      TREFOIL_JOBS_SERVICE_BUS__fullyQualifiedNamespace = "${azurerm_servicebus_namespace.jobs[0].name}.servicebus.windows.net"
    },
    { for key, value in local.identity_settings : "TREFOIL_JOBS_SERVICE_BUS__${key}" => value },
    ) : {
    "AzureWebJobs.jobs_service_bus.Disabled" = "true"
  }

  # In place of what host.json says: how many messages one instance works on at a time.
  concurrency = {
    AzureFunctionsJobHost__extensions__queues__batchSize              = tostring(var.jobs_per_instance)
    AzureFunctionsJobHost__extensions__queues__newBatchThreshold      = "0"
    AzureFunctionsJobHost__extensions__serviceBus__maxConcurrentCalls = tostring(var.jobs_per_instance)
  }
}

resource "azurerm_function_app_flex_consumption" "trefoil" {
  name                = var.name
  resource_group_name = azurerm_resource_group.trefoil.name
  location            = azurerm_resource_group.trefoil.location
  service_plan_id     = azurerm_service_plan.flex.id

  runtime_name           = "java"
  runtime_version        = var.java_version
  instance_memory_in_mb  = var.instance_memory_mb
  maximum_instance_count = var.maximum_instances
  http_concurrency       = var.http_concurrency

  storage_container_type            = "blobContainer"
  storage_container_endpoint        = "${azurerm_storage_account.trefoil.primary_blob_endpoint}${azurerm_storage_container.app.name}"
  storage_authentication_type       = "UserAssignedIdentity"
  storage_user_assigned_identity_id = azurerm_user_assigned_identity.functions.id

  https_only                                     = true
  webdeploy_publish_basic_authentication_enabled = false
  public_network_access_enabled                  = true
  virtual_network_subnet_id                      = var.private == null ? null : var.private.functions_subnet_id

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.functions.id]
  }

  site_config {
    application_insights_connection_string = azurerm_application_insights.functions.connection_string
    minimum_tls_version                    = "1.2"
    http2_enabled                          = true
  }

  app_settings = merge(
    local.host_storage,
    local.storage_queue,
    local.service_bus_queue,
    local.concurrency,
    {
      TREFOIL_CONFIG                 = "/home/site/wwwroot/trefoil.yaml"
      TREFOIL_AZURE_ENDPOINT         = azurerm_cognitive_account.openai.endpoint
      TREFOIL_AZURE_MANAGED_IDENTITY = azurerm_user_assigned_identity.functions.client_id
      TREFOIL_JOBS_QUEUE_URL         = "${azurerm_storage_account.trefoil.primary_queue_endpoint}${azurerm_storage_queue.jobs.name}"
      TREFOIL_JOBS_DEAD_LETTERS_URL  = "${azurerm_storage_account.trefoil.primary_queue_endpoint}${azurerm_storage_queue.dead_letters.name}"
      TREFOIL_JOBS_TABLE             = "${azurerm_storage_account.trefoil.primary_table_endpoint}${azurerm_storage_table.jobs.name}"
      TREFOIL_JOBS_BLOBS             = "${azurerm_storage_account.trefoil.primary_blob_endpoint}${azurerm_storage_container.jobs.name}"
      TREFOIL_PROBE_SCHEDULE         = var.probe_schedule
    },
    var.environment,
  )

  depends_on = [azurerm_role_assignment.functions]
}
