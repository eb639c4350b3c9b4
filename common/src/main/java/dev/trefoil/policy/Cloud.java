package dev.trefoil.policy;

/** A cloud that Trefoil runs on, or whose model service it calls. */
public enum Cloud {
  AWS,
  AZURE,
  GCP
}
