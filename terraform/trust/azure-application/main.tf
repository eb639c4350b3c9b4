# What functions on Azure ask their tokens for, to show them to AWS and Google Cloud: an application that nothing else uses,
# so that such a token opens nothing on Azure. Once for a tenant.

terraform {
  required_version = ">= 1.5"
  required_providers {
    azuread = {
      source  = "hashicorp/azuread"
      version = "~> 3.0"
    }
  }
}

variable "application_id_uri" {
  description = "What tokens are made out to: api:// and a name under a verified domain of the tenant, as the tenant's policy asks"
  type        = string
}

resource "azuread_application" "federation" {
  display_name    = "trefoil-federation"
  identifier_uris = [var.application_id_uri]

  api {
    # Trefoil trusts v1 tokens: issuer https://sts.windows.net/TENANT/, audience the application ID URI.
    requested_access_token_version = 1
  }
}

resource "azuread_service_principal" "federation" {
  client_id = azuread_application.federation.client_id
  # A managed identity gets a token for it without being assigned to it; whom AWS and Google take is said there.
  app_role_assignment_required = false
}

output "environment" {
  description = "For the functions on Azure: deployment/trefoil.yaml reads this"
  value = {
    TREFOIL_AZURE_APPLICATION_ID_URI = var.application_id_uri
  }
}

output "identity" {
  description = "The same as it stands in trefoil.yaml under identity"
  value = {
    azure = {
      applicationIdUri = var.application_id_uri
    }
  }
}
