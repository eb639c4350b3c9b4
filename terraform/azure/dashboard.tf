# What there is to see: by meaning the dashboard of template.yaml. All of it is read from the functions' own lines for calls and
# attempts (docs/fallback.md, "The log"), which arrive as traces whose message is that JSON, and from the platform's requests.

locals {
  lines = <<-KQL
    traces
    | where message startswith "{\"log\":"
    | extend line = parse_json(message)
  KQL

  # A title each, with its query and how it is drawn.
  charts = {
    "Calls by outcome" = {
      drawn = "timechart"
      query = "${local.lines}| where line.log == \"call\"\n| summarize sum(itemCount) by tostring(line.outcome), bin(timestamp, 5m)"
    }
    "Calls with more than one attempt" = {
      drawn = "timechart"
      query = "${local.lines}| where line.log == \"call\" and toint(line.attempts) > 1\n| summarize sum(itemCount) by tostring(line.route), bin(timestamp, 5m)"
    }
    "Failed attempts by target" = {
      drawn = "table"
      query = "${local.lines}| where line.log == \"attempt\" and line.outcome != \"ok\"\n| summarize attempts = sum(itemCount) by target = tostring(line.target), outcome = tostring(line.outcome)\n| order by attempts desc"
    }
    "Duration of calls, ms" = {
      drawn = "timechart"
      query = "${local.lines}| where line.log == \"call\"\n| summarize percentiles(tolong(line.ms), 50, 95, 99) by bin(timestamp, 5m)"
    }
    "Time to first token, ms" = {
      drawn = "timechart"
      query = "${local.lines}| where line.log == \"attempt\" and isnotnull(line.first_token_ms)\n| summarize percentile(tolong(line.first_token_ms), 95) by tostring(line.target), bin(timestamp, 5m)"
    }
    "Tokens" = {
      drawn = "timechart"
      query = "${local.lines}| where line.log == \"call\"\n| summarize input = sum(tolong(line.prompt_tokens) * itemCount), output = sum(tolong(line.completion_tokens) * itemCount) by bin(timestamp, 5m)"
    }
    "Cost by route, USD" = {
      drawn = "timechart"
      query = "${local.lines}| where line.log == \"call\"\n| summarize sum(todouble(line.cost_usd) * itemCount) by tostring(line.route), bin(timestamp, 1h)"
    }
    "Open breakers" = {
      drawn = "timechart"
      query = "${local.lines}| where line.log == \"attempt\" and line.breaker == \"open\"\n| summarize sum(itemCount) by tostring(line.target), bin(timestamp, 5m)"
    }
    "Requests and errors" = {
      drawn = "timechart"
      query = "requests\n| summarize requests = sum(itemCount), errors = sumif(itemCount, toint(resultCode) >= 500) by bin(timestamp, 5m)"
    }
  }
}

resource "azurerm_application_insights_workbook" "trefoil" {
  name                = uuidv5("url", lower("${azurerm_resource_group.trefoil.id}/dashboard"))
  resource_group_name = azurerm_resource_group.trefoil.name
  location            = azurerm_resource_group.trefoil.location
  display_name        = var.name
  source_id           = lower(azurerm_application_insights.functions.id)

  data_json = jsonencode({
    version = "Notebook/1.0"
    items = [
      for title, chart in local.charts : {
        type = 3
        name = title
        content = {
          version       = "KqlItem/1.0"
          title         = title
          query         = chart.query
          size          = 0
          timeContext   = { durationMs = 86400000 }
          queryType     = 0
          resourceType  = "microsoft.insights/components"
          visualization = chart.drawn
        }
      }
    ]
    fallbackResourceIds = [azurerm_application_insights.functions.id]
  })
}
