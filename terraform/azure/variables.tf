variable "subscription_id" {
  type = string
}

variable "name" {
  description = "What everything is called after; names of apps and accounts are unique in the world"
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{2,17}$", var.name))
    error_message = "3 to 18 lower-case letters and digits, a letter first."
  }
}

variable "location" {
  type    = string
  default = "swedencentral"
}

variable "java_version" {
  type    = string
  default = "21"
}

variable "deployments" {
  description = <<-TEXT
    Models by the names that trefoil.yaml has for them. `type` decides where requests are processed: Standard in the
    location, DataZoneStandard in its zone (EU or US), GlobalStandard anywhere; trefoil.yaml has to say the same.
  TEXT
  type = map(object({
    model    = string
    version  = string
    type     = string
    capacity = number
  }))

  validation {
    condition     = alltrue([for d in var.deployments : contains(["Standard", "DataZoneStandard", "GlobalStandard", "ProvisionedManaged", "DataZoneProvisionedManaged", "GlobalProvisionedManaged"], d.type)])
    error_message = "The type of a deployment is one of Azure's."
  }
}

variable "instance_memory_mb" {
  type    = number
  default = 2048
}

variable "maximum_instances" {
  description = "Of each function: HTTP, jobs and probe scale apart"
  type        = number
  default     = 40
}

variable "http_concurrency" {
  description = "Calls at a time in one instance"
  type        = number
  default     = 16
}

variable "jobs_per_instance" {
  description = "Jobs at a time in one instance, of each queue"
  type        = number
  default     = 8

  validation {
    condition     = var.jobs_per_instance >= 1 && var.jobs_per_instance <= 32
    error_message = "A Storage queue gives 32 messages at a time at most."
  }
}

variable "probe_schedule" {
  description = "When targets in doubt are asked whether they answer, as NCRONTAB with seconds"
  type        = string
  default     = "0 */1 * * * *"
}

variable "service_bus" {
  description = "Whether jobs come from a Service Bus queue as well as from the Storage queue"
  type        = bool
  default     = false
}

variable "log_retention_days" {
  type    = number
  default = 30
}

variable "alarm_action_group_ids" {
  description = "Monitor's action groups that alarms and the budget are sent to; without one they are seen in the portal only"
  type        = list(string)
  default     = []
}

variable "fallback_threshold" {
  description = "How many calls in five minutes may need more than one attempt before an alarm goes off"
  type        = number
  default     = 10
}

variable "jobs_waiting_threshold" {
  description = "How many messages may wait before an alarm goes off"
  type        = number
  default     = 100
}

variable "budget" {
  description = "What the resource group may cost a month, in the subscription's currency, from the first day of a month such as 2026-12"
  type = object({
    amount = number
    from   = string
  })
  default = null
}

variable "job_keep_days" {
  description = "How long large jobs and results are kept; longer than jobs.keepHours of the configuration"
  type        = number
  default     = 2
}

variable "conversation_keep_days" {
  description = "How long large parts of kept responses are kept; longer than conversations.keepDays of the configuration, and than job_keep_days"
  type        = number
  default     = 31
}

variable "foundry_account_id" {
  description = "A Foundry resource whose deployments of Claude the functions may call; none unless set"
  type        = string
  default     = null
}

variable "content_safety_account_id" {
  description = "The Content Safety resource that a guardrail of trefoil.yaml asks; none unless set"
  type        = string
  default     = null
}

variable "search_service_id" {
  description = "The Azure AI Search service whose indices are read and written; none unless set"
  type        = string
  default     = null
}

variable "key_vault_id" {
  description = "The vault that identity.azure.keyVault of trefoil.yaml names"
  type        = string
  default     = null
}

variable "environment" {
  description = "More variables for the functions: the outputs `environment` of terraform/trust"
  type        = map(string)
  default     = {}
}

variable "private" {
  description = "Subnets for a private deployment: one that is delegated to Microsoft.App/environments, one for endpoints"
  type = object({
    virtual_network_id  = string
    functions_subnet_id = string
    endpoints_subnet_id = string
  })
  default = null
}
