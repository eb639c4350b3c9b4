# Who builds the functions. Projects made since 2024 build as the Compute Engine account unless told, which may do nothing in
# an organisation that gives it no roles: "Cloud Build service account change", Google Cloud.

resource "google_service_account" "build" {
  account_id   = "trefoil-build"
  display_name = "Trefoil's builds"
}

resource "google_project_iam_member" "build" {
  for_each = toset([
    "roles/logging.logWriter",
    "roles/artifactregistry.writer",
    # The source is copied to a bucket of Cloud Run functions before it is built.
    "roles/storage.objectViewer",
  ])

  project = var.project
  role    = each.value
  member  = google_service_account.build.member
}
