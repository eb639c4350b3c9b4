# Trefoil on Google Cloud. docs/deploy-gcp.md goes through it; `./trefoil package` makes the archive.

terraform {
  required_version = ">= 1.5"
  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 6.0"
    }
  }
}

provider "google" {
  project = var.project
  region  = var.region
}
