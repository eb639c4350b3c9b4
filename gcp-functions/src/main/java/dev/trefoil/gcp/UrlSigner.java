package dev.trefoil.gcp;

import dev.trefoil.job.StoreException;

/** Who signs URLs. Used by many threads at once. */
interface UrlSigner {
  /** The service account's address. */
  String email() throws StoreException;

  /** RSA with SHA-256, as PKCS #1 has it. */
  byte[] sign(byte[] bytes) throws StoreException;
}
