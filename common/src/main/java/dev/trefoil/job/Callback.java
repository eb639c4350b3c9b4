package dev.trefoil.job;

import dev.trefoil.store.Digest;
import java.util.Optional;

/**
 * Who is told when a job has ended.
 *
 * @param name among {@code jobs.callbacks}
 * @param token what the one who waits gave for it: of a webhook its address, of Step Functions the
 *     task's token. Never logged: whoever has it can answer in the job's place
 */
record Callback(String name, Optional<String> token) {
  /** What tells it from another, without the token. */
  String digest() {
    return token.isPresent() ? name + " " + Digest.of(token.get()) : name;
  }
}
