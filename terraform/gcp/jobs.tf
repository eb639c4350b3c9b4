# Where jobs and their results lie.

resource "google_pubsub_topic" "jobs" {
  name = "trefoil-jobs"

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }
}

# Takes what the function rejects, with the reason.
resource "google_pubsub_topic" "dead_letters" {
  name = "trefoil-jobs-dead-letters"

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }
}

# A topic forgets what nobody is subscribed to.
resource "google_pubsub_subscription" "dead_letters" {
  name                       = "trefoil-jobs-dead-letters"
  topic                      = google_pubsub_topic.dead_letters.id
  message_retention_duration = "1209600s"

  expiration_policy {
    ttl = ""
  }
}

resource "google_pubsub_topic_iam_member" "functions" {
  for_each = {
    jobs         = google_pubsub_topic.jobs.name
    dead_letters = google_pubsub_topic.dead_letters.name
  }

  topic  = each.value
  role   = "roles/pubsub.publisher"
  member = google_service_account.functions.member
}

resource "google_firestore_database" "jobs" {
  name                              = "trefoil"
  location_id                       = var.region
  type                              = "FIRESTORE_NATIVE"
  point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_DISABLED"
  deletion_policy                   = "DELETE"
}

resource "google_firestore_field" "expires" {
  database   = google_firestore_database.jobs.name
  collection = "jobs"
  field      = "expires"

  ttl_config {}
  # Nothing asks for it, and an index of times that only rise makes every write hit the same place.
  index_config {}
}

resource "google_storage_bucket" "jobs" {
  name                        = "${var.project}-trefoil-jobs"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      age            = var.job_keep_days
      matches_prefix = ["jobs/"]
    }
  }

  # Large parts of kept responses, and whatever else lies there.
  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      age = var.conversation_keep_days
    }
  }

  # What is deleted is gone.
  soft_delete_policy {
    retention_duration_seconds = 0
  }
}

# Signs links to large results as itself.
resource "google_service_account_iam_member" "links" {
  service_account_id = google_service_account.functions.name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = google_service_account.functions.member
}

resource "google_storage_bucket_iam_member" "jobs" {
  bucket = google_storage_bucket.jobs.name
  role   = "roles/storage.objectUser"
  member = google_service_account.functions.member
}
