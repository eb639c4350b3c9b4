package dev.trefoil.door;

import dev.trefoil.auth.Caller;
import dev.trefoil.http.Headers;
import dev.trefoil.http.Query;
import java.io.IOException;
import java.io.InputStream;

/** A call that has come to its door: its caller is known, nothing of its body has been read. */
public interface DoorCall {
  /** The caller's own id of it, or one of ours. */
  String requestId();

  /** Who sends it. */
  Caller caller();

  /** As the client sent them. */
  Headers headers();

  /** What the path came with. */
  Query query();

  /**
   * What stands in the path, decoded, in the place of a segment in braces of the endpoint's.
   *
   * @param name without the braces
   * @throws IllegalArgumentException when the endpoint's path has no such segment
   */
  String parameter(String name);

  /**
   * The body, decoded, as UTF-8 text. May be asked for more than once.
   *
   * @throws Problem 4xx when it cannot be taken, 503 when too much is under way already
   * @throws IOException when the caller is gone
   */
  byte[] body() throws Problem, IOException;

  /**
   * The body as it comes, as the bytes that it is, for a door that holds no more than a part of it.
   * Asked for once, and in the place of {@link #body()}.
   *
   * @param held how many bytes of it the door holds at a time
   * @throws Problem 415 when it is encoded, 503 when too much is under way already
   */
  InputStream stream(int held) throws Problem;

  /**
   * What the call says beside its body.
   *
   * @throws Problem 400 when one of its headers cannot be read
   */
  CallInfo info() throws Problem;
}
