# Trefoil on Google Cloud. docs/deploy-gcp.md goes through it; `./trefoil package` makes the archive.

terraform {
  required_version = ">= 1.5"
  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 7.45"
    }
  }
}

provider "google" {
  project = var.project
  region  = var.region

  # The budgets' API asks who the quota is taken from.
  billing_project       = var.budget == null ? null : var.project
  user_project_override = var.budget == null ? null : true
}
