# What the project may cost a month, where var.budget says so: who sees the billing account is told, and whom alarms are sent to.

data "google_project" "here" {
  count = var.budget == null ? 0 : 1

  project_id = var.project
}

resource "google_billing_budget" "month" {
  count = var.budget == null ? 0 : 1

  billing_account = var.budget.billing_account
  display_name    = "Trefoil"

  budget_filter {
    projects        = ["projects/${data.google_project.here[0].number}"]
    calendar_period = "MONTH"
  }

  amount {
    specified_amount {
      currency_code = var.budget.currency
      units         = tostring(var.budget.amount)
    }
  }

  threshold_rules {
    threshold_percent = 1
  }

  threshold_rules {
    threshold_percent = 1.1
    spend_basis       = "FORECASTED_SPEND"
  }

  dynamic "all_updates_rule" {
    for_each = length(var.alarm_channels) == 0 ? [] : [slice(var.alarm_channels, 0, min(5, length(var.alarm_channels)))]
    content {
      monitoring_notification_channels = all_updates_rule.value
      enable_project_level_recipients  = true
    }
  }
}
