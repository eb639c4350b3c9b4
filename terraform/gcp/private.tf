# With var.private: Google's services, Vertex AI among them, are reached by an address of the network.

resource "google_compute_global_address" "google_apis" {
  count = var.private == null ? 0 : 1

  name         = "trefoil-google-apis"
  address_type = "INTERNAL"
  purpose      = "PRIVATE_SERVICE_CONNECT"
  network      = var.private.network
  address      = var.private.address
}

resource "google_compute_global_forwarding_rule" "google_apis" {
  count = var.private == null ? 0 : 1

  name                  = "trefoilapis"
  target                = "all-apis"
  network               = var.private.network
  ip_address            = google_compute_global_address.google_apis[0].id
  load_balancing_scheme = ""
}

# Names of Google's services lead there within the network.
resource "google_dns_managed_zone" "google_apis" {
  count = var.private == null ? 0 : 1

  name       = "trefoil-google-apis"
  dns_name   = "googleapis.com."
  visibility = "private"

  private_visibility_config {
    networks {
      network_url = var.private.network
    }
  }
}

resource "google_dns_record_set" "google_apis" {
  count = var.private == null ? 0 : 1

  managed_zone = google_dns_managed_zone.google_apis[0].name
  name         = "*.googleapis.com."
  type         = "A"
  ttl          = 300
  rrdatas      = [var.private.address]
}
