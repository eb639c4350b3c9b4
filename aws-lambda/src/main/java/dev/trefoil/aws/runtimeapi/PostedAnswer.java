package dev.trefoil.aws.runtimeapi;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** The answer to one invocation, as it is posted: exactly one of response and error. */
final class PostedAnswer implements Answer {
  private final RuntimeApi api;
  private final KeptConnection kept;
  private final String id;
  private Optional<StreamedResponse> stream = Optional.empty();
  private boolean posted;

  /**
   * @param kept for what is sent whole
   */
  PostedAnswer(RuntimeApi api, KeptConnection kept, String id) {
    this.api = api;
    this.kept = kept;
    this.id = id;
  }

  @Override
  public void whole(byte[] json) throws IOException {
    requireFirst();
    posted = true;
    kept.post(api.response(id, json));
  }

  @Override
  public OutputStream stream(byte[] prelude) {
    requireFirst();
    StreamedResponse response = new StreamedResponse(api, id, prelude);
    stream = Optional.of(response);
    return response;
  }

  private void requireFirst() {
    if (posted || stream.isPresent()) {
      throw new IllegalStateException("this invocation has an answer already");
    }
  }

  /** Whether the Runtime API has left: nobody waits for the rest. */
  boolean isCut() {
    return stream.isPresent() && stream.get().isCut();
  }

  /**
   * Ends the answer that the handler has given.
   *
   * @throws IllegalStateException when it has given none
   * @throws IOException when it is not taken, or was longer than it may be
   */
  void end() throws IOException {
    if (stream.isPresent() && stream.get().isTooLarge()) {
      throw new IOException("the answer was given up, since it is too long");
    }
    if (stream.isPresent()) {
      stream.get().end();
    } else if (!posted) {
      throw new IllegalStateException("the handler gave no answer");
    }
  }

  /**
   * Ends it where the handler, or what it sent, failed; in the place of the answer if there is
   * none.
   */
  void fail(InvocationError error) throws IOException {
    boolean tooLarge = stream.isPresent() && stream.get().isTooLarge();
    InvocationError told = tooLarge ? tooLarge() : error;
    if (stream.isPresent() && stream.get().hasBegun()) {
      stream.get().fail(told);
    } else if (!posted) {
      posted = true;
      kept.post(api.error(id, told));
    }
  }

  private static InvocationError tooLarge() {
    return new InvocationError(
        "Function.ResponseSizeTooLarge",
        "The answer is longer than the "
            + StreamedResponse.MAX_BYTES
            + " bytes that Lambda streams.");
  }
}
