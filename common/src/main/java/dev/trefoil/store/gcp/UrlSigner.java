package dev.trefoil.store.gcp;

import dev.trefoil.chat.Deadline;
import dev.trefoil.store.StoreException;

/** Who signs URLs. Used by many threads at once. */
interface UrlSigner {
  /** The service account's address. */
  String email(Deadline deadline) throws StoreException;

  /** RSA with SHA-256, as PKCS #1 has it. */
  byte[] sign(byte[] bytes, Deadline deadline) throws StoreException;
}
