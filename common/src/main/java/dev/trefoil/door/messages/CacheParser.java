package dev.trefoil.door.messages;

import dev.trefoil.chat.Part;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads {@code cache_control}: that the prompt up to here is expected to come again. */
final class CacheParser {
  static final String MEMBER = "cache_control";

  private static final List<String> TYPES = List.of("ephemeral");
  private static final List<String> TTLS = List.of("5m", "1h");

  private CacheParser() {}

  /** Of a block, a tool, or the request itself. */
  static Optional<Part.CacheBreakpoint> read(RequestFields fields) throws Problem {
    Optional<RequestFields> control = fields.object(MEMBER);
    if (control.isEmpty()) {
      return Optional.empty();
    }
    RequestFields mark = control.get();
    if (mark.word("type", TYPES).isEmpty()) {
      throw mark.missing("type");
    }
    return Optional.of(
        new Part.CacheBreakpoint(
            mark.word("ttl", TTLS)
                .map(ttl -> ttl.equals("1h") ? Duration.ofHours(1) : Duration.ofMinutes(5))));
  }
}
