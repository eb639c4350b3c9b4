# Functions on Google Cloud become a managed identity on Azure: their service account's ID token, made out to this
# audience, stands for a client secret.

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

variable "google_service_account_id" {
  description = "unique_id of the functions' service account, a number; service_account_id of terraform/gcp"
  type        = string
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
  name                = "trefoil-gcp"
  resource_group_name = var.resource_group_name
  location            = var.location
}

resource "azurerm_federated_identity_credential" "service_account" {
  name                      = "google-service-account"
  user_assigned_identity_id = azurerm_user_assigned_identity.functions.id
  issuer                    = "https://accounts.google.com"
  subject                   = var.google_service_account_id
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
  description = "For the functions on Google Cloud: deployment/trefoil.yaml reads these"
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
