# Functions on AWS call Vertex AI: Google's token service takes a signed GetCallerIdentity of their roles.

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

variable "aws_account_id" {
  type = string
}

variable "aws_role_names" {
  description = "The functions' roles, without the ARN: the names of HttpRole, StreamingRole and JobRole of template.yaml"
  type        = list(string)
}

variable "model_armor_project" {
  description = "The project of the Model Armor template that a guardrail of trefoil.yaml names; none unless set"
  type        = string
  default     = null
}

resource "google_iam_workload_identity_pool" "aws" {
  project                   = var.project
  workload_identity_pool_id = "trefoil-aws"
  display_name              = "Trefoil on AWS"
}

resource "google_iam_workload_identity_pool_provider" "aws" {
  project                            = var.project
  workload_identity_pool_id          = google_iam_workload_identity_pool.aws.workload_identity_pool_id
  workload_identity_pool_provider_id = "aws-account"

  aws {
    account_id = var.aws_account_id
  }

  # The role, not the session: a subject has 127 characters at most, and the policy below is about roles.
  attribute_mapping = {
    "google.subject"     = "assertion.arn.extract('assumed-role/{role}/')"
    "attribute.aws_role" = "assertion.arn.extract('assumed-role/{role}/')"
  }
  attribute_condition = "attribute.aws_role in ${jsonencode(var.aws_role_names)}"
}

resource "google_project_iam_member" "vertex" {
  for_each = toset(var.aws_role_names)

  project = var.project
  role    = "roles/aiplatform.user"
  member  = "principalSet://iam.googleapis.com/${google_iam_workload_identity_pool.aws.name}/attribute.aws_role/${each.value}"
}

resource "google_project_iam_member" "guardrails" {
  for_each = var.model_armor_project == null ? [] : toset(var.aws_role_names)

  project = var.model_armor_project
  role    = "roles/modelarmor.user"
  member  = google_project_iam_member.vertex[each.value].member
}

output "environment" {
  description = "For the functions on AWS: deployment/trefoil.yaml reads these"
  value = {
    TREFOIL_GCP_PROJECT      = var.project
    TREFOIL_GCP_AWS_PROVIDER = google_iam_workload_identity_pool_provider.aws.name
  }
}

output "identity" {
  description = "The same as it stands in trefoil.yaml under identity"
  value = {
    gcp = {
      awsProvider = google_iam_workload_identity_pool_provider.aws.name
    }
  }
}
