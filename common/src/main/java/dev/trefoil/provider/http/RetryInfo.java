package dev.trefoil.provider.http;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.json.Json;
import java.time.Duration;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;

/** When Google's services say that they may be tried again. */
public final class RetryInfo {
  private static final String TYPE = "type.googleapis.com/google.rpc.RetryInfo";

  /** {@code 17s}, {@code 1.5s}; no more digits than a duration has. */
  private static final String DELAY = "\\d{1,9}(\\.\\d{1,9})?s";

  private RetryInfo() {}

  /**
   * From an error in the JSON form of Google's APIs ("Errors", Google's API design guide).
   *
   * @param error what stands under {@code error}
   */
  public static Optional<Duration> delay(JrsValue error) {
    if (error instanceof JrsObject object && object.get("details") instanceof JrsArray details) {
      for (Iterator<?> each = details.elements(); each.hasNext(); ) {
        if (each.next() instanceof JrsObject detail
            && Json.text(detail, "@type").equals(Optional.of(TYPE))) {
          return Json.text(detail, "retryDelay")
              .filter(text -> text.matches(DELAY))
              .map(text -> Duration.parse("PT" + text.toUpperCase(Locale.ROOT)));
        }
      }
    }
    return Optional.empty();
  }
}
