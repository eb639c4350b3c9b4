output "app_name" {
  description = "For `az functionapp deployment source config-zip`"
  value       = azurerm_function_app_flex_consumption.trefoil.name
}

output "resource_group_name" {
  value = azurerm_resource_group.trefoil.name
}

output "url" {
  value = "https://${azurerm_function_app_flex_consumption.trefoil.default_hostname}"
}

output "openai_endpoint" {
  value = azurerm_cognitive_account.openai.endpoint
}

output "openai_account_id" {
  description = "cognitive_account_id of terraform/trust/aws-to-azure and gcp-to-azure"
  value       = azurerm_cognitive_account.openai.id
}

output "tenant_id" {
  value = azurerm_user_assigned_identity.functions.tenant_id
}

output "identity_principal_id" {
  description = "managed_identity_principal_id of terraform/trust/azure-to-aws and azure-to-gcp"
  value       = azurerm_user_assigned_identity.functions.principal_id
}

output "queue_url" {
  description = "Where jobs are put"
  value       = "${azurerm_storage_account.trefoil.primary_queue_endpoint}${azurerm_storage_queue.jobs.name}"
}
