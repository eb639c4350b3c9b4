# Functions on AWS become a managed identity on Azure: their role's token, made by AWS for this audience only, stands for a
# client secret.

terraform {
  required_version = ">= 1.5"
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.77"
    }
  }
}

provider "azurerm" {
  subscription_id = var.subscription_id

  features {}
}

variable "subscription_id" {
  description = "The subscription of the Azure OpenAI account"
  type        = string
}

variable "aws_issuer" {
  description = "issuer of aws-issuer, https://….tokens.sts.global.api.aws"
  type        = string
}

variable "aws_role_arns" {
  description = "The functions' roles, by any names of yours: HttpRoleArn, StreamingRoleArn and JobRoleArn of template.yaml"
  type        = map(string)
}

variable "resource_group_name" {
  type = string
}

variable "location" {
  type = string
}

variable "cognitive_account_id" {
  description = "The Azure OpenAI account that may be called; openai_account_id of terraform/azure"
  type        = string
}

variable "foundry_account_id" {
  description = "The Foundry resource whose deployments of Claude may be called besides; none unless set"
  type        = string
  default     = null
}

variable "content_safety_account_id" {
  description = "The Content Safety resource that a guardrail of trefoil.yaml asks; none unless set"
  type        = string
  default     = null
}

variable "search_service_id" {
  description = "The Azure AI Search service whose indices are read and written; none unless set"
  type        = string
  default     = null
}

resource "azurerm_user_assigned_identity" "functions" {
  name                = "trefoil-aws"
  resource_group_name = var.resource_group_name
  location            = var.location
}

resource "azurerm_federated_identity_credential" "role" {
  for_each = var.aws_role_arns

  name                      = "aws-${each.key}"
  user_assigned_identity_id = azurerm_user_assigned_identity.functions.id
  issuer                    = var.aws_issuer
  subject                   = each.value
  audience                  = ["api://AzureADTokenExchange"]
}

resource "azurerm_role_assignment" "openai_user" {
  scope                = var.cognitive_account_id
  role_definition_name = "Cognitive Services OpenAI User"
  principal_id         = azurerm_user_assigned_identity.functions.principal_id
}

resource "azurerm_role_assignment" "foundry_user" {
  count = var.foundry_account_id == null ? 0 : 1

  scope                = var.foundry_account_id
  role_definition_name = "Foundry User"
  principal_id         = azurerm_user_assigned_identity.functions.principal_id
}

resource "azurerm_role_assignment" "search" {
  count = var.search_service_id == null ? 0 : 1

  scope                = var.search_service_id
  role_definition_name = "Search Index Data Contributor"
  principal_id         = azurerm_user_assigned_identity.functions.principal_id
}

resource "azurerm_role_assignment" "guardrails" {
  count = var.content_safety_account_id == null ? 0 : 1

  scope                = var.content_safety_account_id
  role_definition_name = "Cognitive Services User"
  principal_id         = azurerm_user_assigned_identity.functions.principal_id
}

output "environment" {
  description = "For the functions on AWS: deployment/trefoil.yaml reads these"
  value = {
    TREFOIL_AZURE_TENANT    = azurerm_user_assigned_identity.functions.tenant_id
    TREFOIL_AZURE_CLIENT_ID = azurerm_user_assigned_identity.functions.client_id
  }
}

output "identity" {
  description = "The same as it stands in trefoil.yaml under identity"
  value = {
    azure = {
      tenant   = azurerm_user_assigned_identity.functions.tenant_id
      clientId = azurerm_user_assigned_identity.functions.client_id
    }
  }
}
