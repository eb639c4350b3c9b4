package dev.trefoil.endpoints;

import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.ResponseSink;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * Tells browsers which pages may call us and read what we answer, errors and streams included, as
 * the Fetch standard has it under "CORS protocol". A preflight carries no credential and needs
 * none. What is refused here is refused by the browser: no other client is held up.
 */
public final class Cors implements HttpHandler {
  /** Names of headers, as browsers list them. */
  private static final String NAMES = "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}";

  private static final String NAME_LIST = NAMES + "( *, *" + NAMES + "){0,99}";

  private final CorsSettings settings;
  private final HttpHandler next;

  public Cors(CorsSettings settings, HttpHandler next) {
    this.settings = settings;
    this.next = next;
  }

  @Override
  public void handle(HttpCall call, ResponseSink sink) throws IOException {
    Optional<String> admitted = call.headers().first("origin").filter(settings::admits);
    if (isPreflight(call)) {
      preflight(call, admitted, sink);
      return;
    }
    next.handle(
        call,
        (status, headers) -> {
          varies(headers, List.of("Origin"));
          if (admitted.isPresent()) {
            headers.set("access-control-allow-origin", origin(admitted.get()));
            headers.set("access-control-expose-headers", String.join(", ", settings.exposed()));
          }
          return sink.start(status, headers);
        });
  }

  private static boolean isPreflight(HttpCall call) {
    return call.method().equals("OPTIONS")
        && call.headers().first("origin").isPresent()
        && call.headers().first("access-control-request-method").isPresent();
  }

  /** Without the headers that would allow it where the origin is none of ours. */
  private void preflight(HttpCall call, Optional<String> admitted, ResponseSink sink)
      throws IOException {
    Headers headers = new Headers();
    varies(headers, List.of("Origin", "Access-Control-Request-Headers"));
    if (admitted.isPresent()) {
      headers.set("access-control-allow-origin", origin(admitted.get()));
      headers.set("access-control-allow-methods", String.join(", ", settings.methods()));
      headers.set("access-control-max-age", Long.toString(settings.maxAge().toSeconds()));
      settings
          .headers()
          .map(names -> String.join(", ", names))
          .or(() -> call.headers().first("access-control-request-headers"))
          .filter(names -> names.matches(NAME_LIST))
          .ifPresent(names -> headers.set("access-control-allow-headers", names));
    }
    try (OutputStream out = sink.start(204, headers)) {
      out.flush();
    }
  }

  private String origin(String admitted) {
    return settings.origins().contains(CorsSettings.ANY) ? CorsSettings.ANY : admitted;
  }

  /** A cache must not show the answer to one page to another. */
  private static void varies(Headers headers, List<String> names) {
    headers.set("vary", String.join(", ", names));
  }
}
