variable "project" {
  type = string
}

variable "region" {
  type    = string
  default = "europe-west1"
}

variable "archive" {
  description = "What ./trefoil package wrote"
  type        = string
  default     = "../../target/package/gcp-functions.zip"
}

variable "runtime" {
  type    = string
  default = "java21"
}

variable "vertex_location" {
  description = "Where Vertex AI is called: a region, us, eu or global"
  type        = string
  default     = "global"
}

variable "invokers" {
  description = "Who may call the HTTP function, as user:…, group:… or serviceAccount:…. Never allUsers: see auth of trefoil.yaml"
  type        = list(string)
  default     = []

  validation {
    condition     = !contains(var.invokers, "allUsers") && !contains(var.invokers, "allAuthenticatedUsers")
    error_message = "The function trusts that only those named here come in."
  }
}

variable "memory" {
  type    = string
  default = "1Gi"
}

variable "cpu" {
  type    = string
  default = "1"
}

variable "timeout_seconds" {
  description = "Of a call"
  type        = number
  default     = 300
}

variable "concurrency" {
  description = "Calls at a time in one instance"
  type        = number
  default     = 40
}

variable "min_instances" {
  type    = number
  default = 0
}

variable "max_instances" {
  type    = number
  default = 40
}

variable "jobs_per_instance" {
  description = "Jobs at a time in one instance"
  type        = number
  default     = 8
}

variable "job_max_instances" {
  description = "Of the job function: with jobs_per_instance the most jobs at a time"
  type        = number
  default     = 10
}

variable "alarm_channels" {
  description = "Cloud Monitoring's notification channels that alarms and the budget are sent to; without one they are seen in the console only"
  type        = list(string)
  default     = []
}

variable "fallback_threshold" {
  description = "How many calls in five minutes may need more than one attempt before an alarm goes off"
  type        = number
  default     = 10
}

variable "budget" {
  description = "What the project may cost a month, in the billing account's currency"
  type = object({
    billing_account = string
    amount          = number
    currency        = string
  })
  default = null
}

variable "probe_schedule" {
  description = "When targets in doubt are asked whether they answer, as cron"
  type        = string
  default     = "* * * * *"
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

variable "model_armor_project" {
  description = "The project of the Model Armor template that a guardrail of trefoil.yaml names; none unless set"
  type        = string
  default     = null
}

variable "secrets" {
  description = "The secrets of this project that keyFrom secret names"
  type        = list(string)
  default     = []
}

variable "environment" {
  description = "More variables for the functions: the outputs `environment` of terraform/trust"
  type        = map(string)
  default     = {}
}

variable "private" {
  description = "For calls to Google's services over Private Service Connect: a network, a free address in it, and the connector that the functions leave by"
  type = object({
    network   = string
    address   = string
    connector = string
  })
  default = null
}
