# What goes off when something is wrong: by meaning the alarms of template.yaml. Cloud Run makes fields of the functions' own
# line for each call (docs/fallback.md, "The log"): jsonPayload.

# The functions' lines, as a number.
resource "google_logging_metric" "extra_attempts" {
  name        = "trefoil/extra-attempts"
  description = "Calls that needed more than one attempt"
  filter      = <<-FILTER
    resource.type="cloud_run_revision"
    resource.labels.service_name=(${join(" OR ", [for service in local.services : jsonencode(service)])})
    jsonPayload.log="call" AND jsonPayload.attempts>1
  FILTER

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
  }
}

# Cloud Run's own line where it has no instance for a call and may start none: "Troubleshoot Cloud Run issues". Its 429 cannot
# be told from one that Trefoil answers by the metric of requests.
resource "google_logging_metric" "throttles" {
  name        = "trefoil/throttles"
  description = "Calls that found all instances busy"
  filter      = <<-FILTER
    resource.type="cloud_run_revision"
    resource.labels.service_name=(${join(" OR ", [for service in local.services : jsonencode(service)])})
    textPayload:"no available instance"
  FILTER

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
  }
}

locals {
  services = {
    http  = google_cloudfunctions2_function.http.name
    jobs  = google_cloudfunctions2_function.jobs.name
    probe = google_cloudfunctions2_function.probe.name
  }

  requests = "resource.type=\"cloud_run_revision\" AND metric.type=\"run.googleapis.com/request_count\""

  # More than `threshold` in every window of `seconds`, for `duration`, is an alarm.
  alarms = {
    http-errors = {
      description = "The HTTP function answers 5xx, or times out"
      filter      = "${local.requests} AND resource.labels.service_name=\"${local.services.http}\" AND metric.labels.response_code_class=\"5xx\""
      aligner     = "ALIGN_DELTA"
      seconds     = 60
      duration    = "180s"
      threshold   = 0
    }
    # Not 500: the function answers that for a message that is to come back.
    job-errors = {
      description = "The job function dies or times out"
      filter      = "${local.requests} AND resource.labels.service_name=\"${local.services.jobs}\" AND metric.labels.response_code=one_of(\"502\", \"503\", \"504\")"
      aligner     = "ALIGN_DELTA"
      seconds     = 60
      duration    = "180s"
      threshold   = 0
    }
    probe-errors = {
      description = "The probe function fails or times out"
      filter      = "${local.requests} AND resource.labels.service_name=\"${local.services.probe}\" AND metric.labels.response_code_class=\"5xx\""
      aligner     = "ALIGN_DELTA"
      seconds     = 60
      duration    = "180s"
      threshold   = 0
    }
    throttles = {
      description = "Calls find all instances busy"
      filter      = "resource.type=\"cloud_run_revision\" AND metric.type=\"logging.googleapis.com/user/${google_logging_metric.throttles.name}\""
      aligner     = "ALIGN_DELTA"
      seconds     = 60
      duration    = "180s"
      threshold   = 0
    }
    extra-attempts = {
      description = "Calls need more than one attempt: fallbacks, retries, hedges and steps of cascades"
      filter      = "resource.type=\"cloud_run_revision\" AND metric.type=\"logging.googleapis.com/user/${google_logging_metric.extra_attempts.name}\""
      aligner     = "ALIGN_DELTA"
      seconds     = 300
      duration    = "0s"
      threshold   = var.fallback_threshold
    }
    dead-letters = {
      description = "Messages lie among the dead letters"
      filter      = "resource.type=\"pubsub_subscription\" AND resource.labels.subscription_id=\"${google_pubsub_subscription.dead_letters.name}\" AND metric.type=\"pubsub.googleapis.com/subscription/num_undelivered_messages\""
      aligner     = "ALIGN_MAX"
      seconds     = 60
      duration    = "0s"
      threshold   = 0
    }
    # They are kept for 14 days.
    dead-letters-forgotten = {
      description = "Dead letters are ten days old and nobody has looked at them"
      filter      = "resource.type=\"pubsub_subscription\" AND resource.labels.subscription_id=\"${google_pubsub_subscription.dead_letters.name}\" AND metric.type=\"pubsub.googleapis.com/subscription/oldest_unacked_message_age\""
      aligner     = "ALIGN_MAX"
      seconds     = 3600
      duration    = "0s"
      threshold   = 864000
    }
    # Of the topic: the subscription is Eventarc's, whose name is not known here.
    jobs-waiting = {
      description = "Jobs wait for more than ten minutes"
      filter      = "resource.type=\"pubsub_topic\" AND resource.labels.topic_id=\"${google_pubsub_topic.jobs.name}\" AND metric.type=\"pubsub.googleapis.com/topic/oldest_unacked_message_age_by_region\""
      aligner     = "ALIGN_MAX"
      seconds     = 60
      duration    = "300s"
      threshold   = 600
    }
  }
}

resource "google_monitoring_alert_policy" "alarm" {
  for_each = local.alarms

  display_name          = "trefoil ${each.key}"
  combiner              = "OR"
  severity              = "WARNING"
  notification_channels = var.alarm_channels

  conditions {
    display_name = each.value.description

    condition_threshold {
      filter          = each.value.filter
      comparison      = "COMPARISON_GT"
      threshold_value = each.value.threshold
      duration        = each.value.duration
      # No calls are no trouble.
      evaluation_missing_data = each.value.duration == "0s" ? null : "EVALUATION_MISSING_DATA_INACTIVE"

      aggregations {
        alignment_period     = "${each.value.seconds}s"
        per_series_aligner   = each.value.aligner
        cross_series_reducer = each.value.aligner == "ALIGN_MAX" ? "REDUCE_MAX" : "REDUCE_SUM"
      }
    }
  }
}
