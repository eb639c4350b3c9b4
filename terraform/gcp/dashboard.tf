# What there is to see: by meaning the dashboard of template.yaml. Most of it is counted from the functions' own lines for calls
# and attempts (docs/fallback.md, "The log"), which Cloud Run makes fields of: jsonPayload.

locals {
  lines = <<-FILTER
    resource.type="cloud_run_revision"
    resource.labels.service_name=(${join(" OR ", [for service in local.services : jsonencode(service)])})
  FILTER

  # Lines that are counted, each by some of their fields.
  counted = {
    calls           = { filter = "jsonPayload.log=\"call\"", by = ["route", "outcome"] }
    failed-attempts = { filter = "jsonPayload.log=\"attempt\" AND NOT jsonPayload.outcome=\"ok\"", by = ["target", "outcome"] }
    open-breakers   = { filter = "jsonPayload.log=\"attempt\" AND jsonPayload.breaker=\"open\"", by = ["target"] }
  }

  # Fields that are measured, each by another.
  measured = {
    call-ms           = { filter = "jsonPayload.log=\"call\"", field = "ms", by = "route", unit = "ms", first = 10 }
    first-token-ms    = { filter = "jsonPayload.log=\"attempt\" AND jsonPayload.first_token_ms>0", field = "first_token_ms", by = "target", unit = "ms", first = 10 }
    prompt-tokens     = { filter = "jsonPayload.log=\"call\" AND jsonPayload.prompt_tokens>0", field = "prompt_tokens", by = "route", unit = "1", first = 1 }
    completion-tokens = { filter = "jsonPayload.log=\"call\" AND jsonPayload.completion_tokens>0", field = "completion_tokens", by = "route", unit = "1", first = 1 }
    cost-usd          = { filter = "jsonPayload.log=\"call\" AND jsonPayload.cost_usd>0", field = "cost_usd", by = "route", unit = "1", first = 0.000001 }
  }

  own      = "resource.type=\"cloud_run_revision\" AND metric.type=\"logging.googleapis.com/user/trefoil"
  platform = "resource.type=\"cloud_run_revision\" AND metric.type=\"run.googleapis.com"
  http     = "resource.labels.service_name=\"${local.services.http}\""

  # A title each: what is drawn, how its points are made, and by which label lines are told apart. A sum is PromQL, since no
  # aligner sums what a distribution has measured.
  charts = [
    { title = "Calls by outcome", filter = "${local.own}/calls\"", aligner = "ALIGN_DELTA", reducer = "REDUCE_SUM", by = ["metric.label.outcome"], sum = null },
    { title = "Calls with more than one attempt", filter = "${local.own}/extra-attempts\"", aligner = "ALIGN_DELTA", reducer = "REDUCE_SUM", by = [], sum = null },
    { title = "Failed attempts by target", filter = "${local.own}/failed-attempts\"", aligner = "ALIGN_DELTA", reducer = "REDUCE_SUM", by = ["metric.label.target", "metric.label.outcome"], sum = null },
    { title = "Duration of calls, ms", filter = "${local.own}/call-ms\"", aligner = "ALIGN_PERCENTILE_95", reducer = "REDUCE_MAX", by = ["metric.label.route"], sum = null },
    { title = "Time to first token, ms", filter = "${local.own}/first-token-ms\"", aligner = "ALIGN_PERCENTILE_95", reducer = "REDUCE_MAX", by = ["metric.label.target"], sum = null },
    { title = "Tokens", filter = null, aligner = null, reducer = null, by = [], sum = "sum(increase(logging_googleapis_com:user_trefoil_prompt_tokens_sum{monitored_resource=\"cloud_run_revision\"}[5m])) + sum(increase(logging_googleapis_com:user_trefoil_completion_tokens_sum{monitored_resource=\"cloud_run_revision\"}[5m]))" },
    { title = "Cost by route, USD", filter = null, aligner = null, reducer = null, by = [], sum = "sum by (route) (increase(logging_googleapis_com:user_trefoil_cost_usd_sum{monitored_resource=\"cloud_run_revision\"}[1h]))" },
    { title = "Open breakers", filter = "${local.own}/open-breakers\"", aligner = "ALIGN_DELTA", reducer = "REDUCE_SUM", by = ["metric.label.target"], sum = null },
    { title = "Requests and errors", filter = "${local.platform}/request_count\" AND ${local.http}", aligner = "ALIGN_DELTA", reducer = "REDUCE_SUM", by = ["metric.label.response_code_class"], sum = null },
  ]
}

resource "google_logging_metric" "counted" {
  for_each = local.counted

  name             = "trefoil/${each.key}"
  filter           = "${local.lines}${each.value.filter}"
  label_extractors = { for label in each.value.by : label => "EXTRACT(jsonPayload.${label})" }

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"

    dynamic "labels" {
      for_each = each.value.by
      content {
        key = labels.value
      }
    }
  }
}

resource "google_logging_metric" "measured" {
  for_each = local.measured

  name             = "trefoil/${each.key}"
  filter           = "${local.lines}${each.value.filter}"
  value_extractor  = "EXTRACT(jsonPayload.${each.value.field})"
  label_extractors = { (each.value.by) = "EXTRACT(jsonPayload.${each.value.by})" }

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "DISTRIBUTION"
    unit        = each.value.unit

    labels {
      key = each.value.by
    }
  }

  bucket_options {
    exponential_buckets {
      num_finite_buckets = 40
      growth_factor      = 1.5
      scale              = each.value.first
    }
  }
}

resource "google_monitoring_dashboard" "trefoil" {
  dashboard_json = jsonencode({
    displayName = "Trefoil"
    gridLayout = {
      columns = "2"
      widgets = [
        for chart in local.charts : {
          title = chart.title
          xyChart = {
            dataSets = [
              {
                plotType = "LINE"
                timeSeriesQuery = {
                  for kind, query in {
                    prometheusQuery = chart.sum
                    timeSeriesFilter = {
                      filter = chart.filter
                      aggregation = {
                        alignmentPeriod    = "300s"
                        perSeriesAligner   = chart.aligner
                        crossSeriesReducer = chart.reducer
                        groupByFields      = chart.by
                      }
                    }
                  } : kind => query if(kind == "prometheusQuery") == (chart.sum != null)
                }
              }
            ]
          }
        }
      ]
    }
  })

  depends_on = [google_logging_metric.counted, google_logging_metric.measured]
}
