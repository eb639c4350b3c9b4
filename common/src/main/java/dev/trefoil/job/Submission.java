package dev.trefoil.job;

import dev.trefoil.door.KeptCall;
import dev.trefoil.store.Digest;
import java.nio.charset.StandardCharsets;

/**
 * A request that is to be a job.
 *
 * @param kept the bytes that the store keeps
 * @param digest of the body as it was sent, by which a duplicate is known
 */
record Submission(byte[] kept, RequestForm form, String digest) {
  /** A body that was read. */
  static Submission of(KeptCall call, byte[] body) {
    return new Submission(
        CallText.write(call).getBytes(StandardCharsets.UTF_8), RequestForm.CALL, Digest.of(body));
  }

  /** A body as it is. */
  static Submission of(byte[] body) {
    return new Submission(body, RequestForm.BODY, Digest.of(body));
  }

  /** The name of its blob, where it is too large for the record; each form has its own. */
  String blob(String id) {
    return switch (form) {
      case BODY -> "jobs/" + id + "/request-" + digest;
      case CALL -> "jobs/" + id + "/call-" + digest;
    };
  }
}
