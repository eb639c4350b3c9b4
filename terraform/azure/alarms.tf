# What goes off when something is wrong: by meaning the alarms of template.yaml. Functions are told apart by their names, and
# the functions' own line for each call (docs/fallback.md, "The log") arrives as a trace whose message is that JSON. Traces
# and requests may be sampled: itemCount says how many one stands for.

locals {
  # A query each, counted over `minutes`; more than `threshold` in `periods` windows one after another is an alarm.
  alarms = {
    http-errors = {
      description = "The HTTP function answers 5xx, or times out"
      query       = <<-KQL
        requests
        | where operation_Name == "http" and toint(resultCode) >= 500
        | summarize calls = sum(itemCount) by bin(timestamp, 1m)
      KQL
      minutes     = 1
      periods     = 3
      threshold   = 0
    }
    job-errors = {
      description = "A job function fails or times out"
      query       = <<-KQL
        requests
        | where operation_Name in ("jobs", "jobs_service_bus") and success == false
        | summarize calls = sum(itemCount) by bin(timestamp, 1m)
      KQL
      minutes     = 1
      periods     = 3
      threshold   = 0
    }
    probe-errors = {
      description = "The probe function fails or times out"
      query       = <<-KQL
        requests
        | where operation_Name == "probe" and success == false
        | summarize calls = sum(itemCount) by bin(timestamp, 1m)
      KQL
      minutes     = 1
      periods     = 3
      threshold   = 0
    }
    extra-attempts = {
      description = "Calls need more than one attempt: fallbacks, retries, hedges and steps of cascades"
      query       = <<-KQL
        traces
        | where message startswith "{\"log\":"
        | extend line = parse_json(message)
        | where line.log == "call" and toint(line.attempts) > 1
        | summarize calls = sum(itemCount) by bin(timestamp, 5m)
      KQL
      minutes     = 5
      periods     = 1
      threshold   = var.fallback_threshold
    }
    dead-letters = {
      description = "The job function rejected a message, or the host gave one up"
      query       = <<-KQL
        traces
        | where message matches regex @"message \S+ rejected: " or message startswith "Message has reached MaxDequeueCount"
        | summarize calls = sum(itemCount) by bin(timestamp, 5m)
      KQL
      minutes     = 5
      periods     = 1
      threshold   = 0
    }
  }

  # Metrics of the platform, for what no log says. The Storage queues have one number for all of them, dead letters too, which
  # is measured once an hour.
  metric_alarms = merge(
    {
      throttles = {
        description = "As many instances run as there may be: calls wait or are refused"
        scope       = azurerm_function_app_flex_consumption.trefoil.id
        namespace   = "Microsoft.Web/sites"
        metric      = "InstanceCount"
        aggregation = "Maximum"
        operator    = "GreaterThanOrEqual"
        threshold   = var.maximum_instances
        window      = "PT5M"
        frequency   = "PT1M"
      }
      jobs-waiting = {
        description = "Messages pile up in the Storage queues"
        scope       = "${azurerm_storage_account.trefoil.id}/queueServices/default"
        namespace   = "Microsoft.Storage/storageAccounts/queueServices"
        metric      = "QueueMessageCount"
        aggregation = "Average"
        operator    = "GreaterThan"
        threshold   = var.jobs_waiting_threshold
        window      = "PT1H"
        frequency   = "PT15M"
      }
    },
    var.service_bus ? {
      service-bus-dead-letters = {
        description = "Messages lie among the dead letters of Service Bus"
        scope       = azurerm_servicebus_namespace.jobs[0].id
        namespace   = "Microsoft.ServiceBus/namespaces"
        metric      = "DeadletteredMessages"
        aggregation = "Maximum"
        operator    = "GreaterThan"
        threshold   = 0
        window      = "PT5M"
        frequency   = "PT1M"
      }
      service-bus-jobs-waiting = {
        description = "Messages pile up in the queue of Service Bus"
        scope       = azurerm_servicebus_namespace.jobs[0].id
        namespace   = "Microsoft.ServiceBus/namespaces"
        metric      = "ActiveMessages"
        aggregation = "Minimum"
        operator    = "GreaterThan"
        threshold   = var.jobs_waiting_threshold
        window      = "PT15M"
        frequency   = "PT5M"
      }
    } : {},
  )
}

resource "azurerm_monitor_scheduled_query_rules_alert_v2" "alarm" {
  for_each = local.alarms

  name                = "${var.name}-${each.key}"
  resource_group_name = azurerm_resource_group.trefoil.name
  location            = azurerm_resource_group.trefoil.location
  description         = each.value.description
  scopes              = [azurerm_application_insights.functions.id]
  severity            = 2

  evaluation_frequency    = "PT${each.value.minutes}M"
  window_duration         = "PT${each.value.minutes}M"
  auto_mitigation_enabled = true

  criteria {
    query                   = each.value.query
    metric_measure_column   = "calls"
    time_aggregation_method = "Total"
    operator                = "GreaterThan"
    threshold               = each.value.threshold

    failing_periods {
      minimum_failing_periods_to_trigger_alert = each.value.periods
      number_of_evaluation_periods             = each.value.periods
    }
  }

  action {
    action_groups = var.alarm_action_group_ids
  }
}

resource "azurerm_monitor_metric_alert" "alarm" {
  for_each = local.metric_alarms

  name                = "${var.name}-${each.key}"
  resource_group_name = azurerm_resource_group.trefoil.name
  description         = each.value.description
  scopes              = [each.value.scope]
  severity            = 2
  window_size         = each.value.window
  frequency           = each.value.frequency

  criteria {
    metric_namespace = each.value.namespace
    metric_name      = each.value.metric
    aggregation      = each.value.aggregation
    operator         = each.value.operator
    threshold        = each.value.threshold
  }

  dynamic "action" {
    for_each = var.alarm_action_group_ids
    content {
      action_group_id = action.value
    }
  }
}
