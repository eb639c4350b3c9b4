# What a month may cost, where var.budget says so: its owners are told, and whom alarms are sent to.

resource "azurerm_consumption_budget_resource_group" "month" {
  count = var.budget == null ? 0 : 1

  name              = "${var.name}-month"
  resource_group_id = azurerm_resource_group.trefoil.id
  amount            = var.budget.amount
  time_grain        = "Monthly"

  time_period {
    start_date = "${var.budget.from}-01T00:00:00Z"
  }

  dynamic "notification" {
    for_each = { Actual = 100, Forecasted = 110 }
    content {
      operator       = "GreaterThan"
      threshold      = notification.value
      threshold_type = notification.key
      contact_groups = var.alarm_action_group_ids
      contact_roles  = ["Owner"]
    }
  }
}
