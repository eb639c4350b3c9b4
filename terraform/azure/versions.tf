# Trefoil on Azure. docs/deploy-azure.md goes through it; `./trefoil package` makes the archive.

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
  # The storage account takes no keys, from Terraform neither.
  storage_use_azuread = true
  # Flex Consumption enters networks by it, and the provider does not register it by itself.
  resource_providers_to_register = ["Microsoft.App"]

  features {}
}
