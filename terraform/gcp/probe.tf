# Asks targets in doubt whether they answer, and tells the other functions by the jobs' records.

resource "google_cloudfunctions2_function" "probe" {
  name        = "trefoil-probe"
  location    = var.region
  description = "Asks targets in doubt whether they answer"

  build_config {
    runtime         = var.runtime
    entry_point     = "dev.trefoil.gcp.ProbeEvents"
    service_account = google_service_account.build.id

    source {
      storage_source {
        bucket = google_storage_bucket.archives.name
        object = google_storage_bucket_object.archive.name
      }
    }
  }

  service_config {
    service_account_email         = google_service_account.functions.email
    available_memory              = var.memory
    available_cpu                 = var.cpu
    timeout_seconds               = local.probe_timeout_seconds
    max_instance_count            = 1
    ingress_settings              = "ALLOW_INTERNAL_ONLY"
    vpc_connector                 = var.private == null ? null : var.private.connector
    vpc_connector_egress_settings = var.private == null ? null : "ALL_TRAFFIC"

    environment_variables = merge(local.environment, {
      TREFOIL_TIMEOUT_SECONDS = tostring(local.probe_timeout_seconds)
    })
  }

  event_trigger {
    trigger_region        = var.region
    event_type            = "google.cloud.pubsub.topic.v1.messagePublished"
    pubsub_topic          = google_pubsub_topic.probe.id
    service_account_email = google_service_account.trigger.email
    # The next probe is as good as another try.
    retry_policy = "RETRY_POLICY_DO_NOT_RETRY"
  }

  depends_on = [google_project_iam_member.build]
}

locals {
  probe_timeout_seconds = 60
}

resource "google_pubsub_topic" "probe" {
  name = "trefoil-probe"

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }
}

resource "google_cloud_scheduler_job" "probe" {
  name        = "trefoil-probe"
  region      = var.region
  description = "Begins a probe"
  schedule    = var.probe_schedule
  time_zone   = "Etc/UTC"

  pubsub_target {
    topic_name = google_pubsub_topic.probe.id
    # Something has to be in a message; the function does not read it.
    data = base64encode("probe")
  }
}
