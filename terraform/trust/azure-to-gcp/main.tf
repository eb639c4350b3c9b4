# Functions on Azure call Vertex AI: Google's token service takes the token that their managed identity gets for
# azure-application.

terraform {
  required_version = ">= 1.5"
  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 7.45"
    }
  }
}

variable "project" {
  description = "The project whose Vertex AI may be called"
  type        = string
}

variable "tenant_id" {
  description = "The Entra tenant"
  type        = string
}

variable "application_id_uri" {
  description = "As given to azure-application"
  type        = string
}

variable "managed_identity_principal_id" {
  description = "The object id of the functions' managed identity; identity_principal_id of terraform/azure"
  type        = string
}

variable "model_armor_project" {
  description = "The project of the Model Armor template that a guardrail of trefoil.yaml names; none unless set"
  type        = string
  default     = null
}

resource "google_iam_workload_identity_pool" "azure" {
  project                   = var.project
  workload_identity_pool_id = "trefoil-azure"
  display_name              = "Trefoil on Azure"
}

resource "google_iam_workload_identity_pool_provider" "azure" {
  project                            = var.project
  workload_identity_pool_id          = google_iam_workload_identity_pool.azure.workload_identity_pool_id
  workload_identity_pool_provider_id = "azure"

  oidc {
    issuer_uri        = "https://sts.windows.net/${var.tenant_id}/"
    allowed_audiences = [var.application_id_uri]
  }

  attribute_mapping = {
    "google.subject" = "assertion.sub"
  }
  attribute_condition = "assertion.sub == ${jsonencode(var.managed_identity_principal_id)} && assertion.tid == ${jsonencode(var.tenant_id)}"
}

resource "google_project_iam_member" "vertex" {
  project = var.project
  role    = "roles/aiplatform.user"
  member  = "principal://iam.googleapis.com/${google_iam_workload_identity_pool.azure.name}/subject/${var.managed_identity_principal_id}"
}

resource "google_project_iam_member" "guardrails" {
  count = var.model_armor_project == null ? 0 : 1

  project = var.model_armor_project
  role    = "roles/modelarmor.user"
  member  = google_project_iam_member.vertex.member
}

output "environment" {
  description = "For the functions on Azure: deployment/trefoil.yaml reads these"
  value = {
    TREFOIL_GCP_PROJECT        = var.project
    TREFOIL_GCP_AZURE_PROVIDER = google_iam_workload_identity_pool_provider.azure.name
  }
}

output "identity" {
  description = "The same as it stands in trefoil.yaml under identity"
  value = {
    gcp = {
      azureProvider = google_iam_workload_identity_pool_provider.azure.name
    }
  }
}
