output "url" {
  value = google_cloudfunctions2_function.http.service_config[0].uri
}

output "service_account_id" {
  description = "google_service_account_id of terraform/trust/gcp-to-aws and gcp-to-azure"
  value       = google_service_account.functions.unique_id
}

output "service_account_email" {
  value = google_service_account.functions.email
}

output "topic" {
  description = "Where jobs are put"
  value       = google_pubsub_topic.jobs.id
}
