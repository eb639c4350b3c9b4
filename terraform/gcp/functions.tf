# The functions, and who they are.

resource "google_service_account" "functions" {
  account_id   = "trefoil-functions"
  display_name = "Trefoil's functions"
}

# Its content decides the name, so that a new archive is a new object and the functions are built again.
resource "google_storage_bucket_object" "archive" {
  name   = "gcp-functions-${filesha256(var.archive)}.zip"
  bucket = google_storage_bucket.archives.name
  source = var.archive
}

resource "google_storage_bucket" "archives" {
  name                        = "${var.project}-trefoil-archives"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = true
}

locals {
  environment = merge(
    {
      TREFOIL_CONFIG                = "/workspace/trefoil.yaml"
      TREFOIL_GCP_PROJECT           = var.project
      TREFOIL_GCP_LOCATION          = var.vertex_location
      TREFOIL_GCP_SECRETS_PROJECT   = var.project
      TREFOIL_JOBS_QUEUE_URL        = google_pubsub_topic.jobs.id
      TREFOIL_JOBS_DEAD_LETTERS_URL = google_pubsub_topic.dead_letters.id
      TREFOIL_JOBS_TABLE            = "${google_firestore_database.jobs.id}/documents/${google_firestore_field.expires.collection}"
      TREFOIL_JOBS_BLOBS            = google_storage_bucket.jobs.name
    },
    var.environment,
  )

  # Longer than jobs.leaseSeconds of the configuration.
  job_timeout_seconds = 120
}

resource "google_cloudfunctions2_function" "http" {
  name        = "trefoil"
  location    = var.region
  description = "Chat and embeddings over HTTP, streamed"

  build_config {
    runtime         = var.runtime
    entry_point     = "dev.trefoil.gcp.HttpEndpoint"
    service_account = google_service_account.build.id

    source {
      storage_source {
        bucket = google_storage_bucket.archives.name
        object = google_storage_bucket_object.archive.name
      }
    }
  }

  service_config {
    service_account_email            = google_service_account.functions.email
    available_memory                 = var.memory
    available_cpu                    = var.cpu
    timeout_seconds                  = var.timeout_seconds
    max_instance_request_concurrency = var.concurrency
    min_instance_count               = var.min_instances
    max_instance_count               = var.max_instances
    ingress_settings                 = "ALLOW_ALL"
    vpc_connector                    = var.private == null ? null : var.private.connector
    vpc_connector_egress_settings    = var.private == null ? null : "ALL_TRAFFIC"

    environment_variables = merge(local.environment, {
      TREFOIL_TIMEOUT_SECONDS = tostring(var.timeout_seconds)
      # Only those of var.invokers come in: what the platform says of a caller can be believed.
      TREFOIL_CLOUD_RUN_PRIVATE = "true"
    })
  }

  depends_on = [google_project_iam_member.build]
}

resource "google_cloud_run_service_iam_member" "invoker" {
  for_each = toset(var.invokers)

  location = google_cloudfunctions2_function.http.location
  service  = google_cloudfunctions2_function.http.name
  role     = "roles/run.invoker"
  member   = each.value
}

resource "google_cloudfunctions2_function" "jobs" {
  name        = "trefoil-jobs"
  location    = var.region
  description = "Does the jobs of the topic"

  build_config {
    runtime         = var.runtime
    entry_point     = "dev.trefoil.gcp.JobEvents"
    service_account = google_service_account.build.id

    source {
      storage_source {
        bucket = google_storage_bucket.archives.name
        object = google_storage_bucket_object.archive.name
      }
    }
  }

  service_config {
    service_account_email            = google_service_account.functions.email
    available_memory                 = var.memory
    available_cpu                    = var.cpu
    timeout_seconds                  = local.job_timeout_seconds
    max_instance_request_concurrency = var.jobs_per_instance
    max_instance_count               = var.job_max_instances
    ingress_settings                 = "ALLOW_INTERNAL_ONLY"
    vpc_connector                    = var.private == null ? null : var.private.connector
    vpc_connector_egress_settings    = var.private == null ? null : "ALL_TRAFFIC"

    environment_variables = merge(local.environment, {
      TREFOIL_TIMEOUT_SECONDS = tostring(local.job_timeout_seconds)
    })
  }

  event_trigger {
    trigger_region        = var.region
    event_type            = "google.cloud.pubsub.topic.v1.messagePublished"
    pubsub_topic          = google_pubsub_topic.jobs.id
    service_account_email = google_service_account.trigger.email
    # Without it a message is gone after its first failure.
    retry_policy = "RETRY_POLICY_RETRY"
  }

  depends_on = [google_project_iam_member.build]
}

# Eventarc calls the functions of jobs and probes as this one, which can do nothing else.
resource "google_service_account" "trigger" {
  account_id   = "trefoil-trigger"
  display_name = "Trefoil's trigger"
}

resource "google_cloud_run_service_iam_member" "trigger" {
  for_each = {
    jobs  = google_cloudfunctions2_function.jobs.name
    probe = google_cloudfunctions2_function.probe.name
  }

  location = var.region
  service  = each.value
  role     = "roles/run.invoker"
  member   = google_service_account.trigger.member
}

resource "google_project_iam_member" "vertex" {
  project = var.project
  role    = "roles/aiplatform.user"
  member  = google_service_account.functions.member
}

resource "google_project_iam_member" "guardrails" {
  count = var.model_armor_project == null ? 0 : 1

  project = var.model_armor_project
  role    = "roles/modelarmor.user"
  member  = google_service_account.functions.member
}

resource "google_secret_manager_secret_iam_member" "keys" {
  for_each = toset(var.secrets)

  secret_id = each.value
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.functions.member
}

resource "google_project_iam_member" "records" {
  project = var.project
  role    = "roles/datastore.user"
  member  = google_service_account.functions.member
}
