// The clouds that a function can run on.
package dev.trefoil.emulators.cloud;

/** Where a function runs: it gets its identity from there, whichever service it calls. */
public enum HostCloud {
  /** AWS: container credentials of a role. */
  AWS,
  /** Azure: a managed identity at the identity endpoint. */
  AZURE,
  /** Google Cloud: a service account at the metadata server. */
  GCP
}
