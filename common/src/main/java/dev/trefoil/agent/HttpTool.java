package dev.trefoil.agent;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.Deadline;
import dev.trefoil.json.Json;
import dev.trefoil.net.GuardedAnswer;
import dev.trefoil.net.GuardedHttp;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ProviderException;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One endpoint of an HTTP API. */
final class HttpTool implements ToolServer {
  private static final int MOST_REDIRECTS = 3;

  private final ToolSettings.Http settings;
  private final GuardedHttp http;
  private final ToolHeaders headers;

  HttpTool(ToolSettings.Http settings, GuardedHttp http, ToolHeaders headers) {
    this.settings = settings;
    this.http = http;
    this.headers = headers;
  }

  @Override
  public List<OwnTool> tools(Deadline deadline, Cancellation gone) {
    return List.of(
        new OwnTool(
            settings.name(),
            settings.name(),
            settings.description(),
            settings.parameters(),
            settings.terms().idempotent()));
  }

  @Override
  public ToolOutcome call(String name, String arguments, Deadline deadline, Cancellation gone)
      throws IOException {
    HttpToolCall call;
    try {
      call = HttpToolCall.of(settings, arguments(arguments));
    } catch (IllegalArgumentException e) {
      return ToolOutcome.failed(e.getMessage());
    }
    return send(call, deadline.within(settings.terms().timeout()), gone);
  }

  private static Map<String, JrsValue> arguments(String text) {
    try {
      JrsObject object = Json.readWhole(text.isBlank() ? "{}" : text);
      Map<String, JrsValue> arguments = new HashMap<>();
      object.fields().forEachRemaining(field -> arguments.put(field.getKey(), field.getValue()));
      return arguments;
    } catch (IOException e) {
      throw new IllegalArgumentException("The arguments are not a JSON object.", e);
    }
  }

  /** Follows redirects within the hosts of the configuration, and to no other. */
  private ToolOutcome send(HttpToolCall first, Deadline deadline, Cancellation gone)
      throws IOException {
    HttpToolCall call = first;
    for (int redirects = 0; ; redirects++) {
      try (GuardedAnswer answer = sendOnce(call, first, deadline, gone)) {
        Optional<String> location = answer.header("location");
        if (answer.status() / 100 != 3 || location.isEmpty()) {
          return outcome(answer);
        }
        if (redirects == MOST_REDIRECTS) {
          return ToolOutcome.failed("The tool redirects more than " + MOST_REDIRECTS + " times.");
        }
        Optional<URI> next = allowed(call.uri(), location.get());
        if (next.isEmpty()) {
          return ToolOutcome.failed(
              "The tool redirects to where it may not be followed: its 'hosts' do not name it.");
        }
        call = call.redirected(answer.status(), next.get());
      }
    }
  }

  private GuardedAnswer sendOnce(
      HttpToolCall call, HttpToolCall first, Deadline deadline, Cancellation gone)
      throws IOException {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.put("Accept", "application/json, text/*;q=0.9, */*;q=0.1");
    all.put("User-Agent", "trefoil");
    all.put(Toolbox.RUN, "1");
    if (call.body().isPresent()) {
      all.put("Content-Type", "application/json");
    }
    all.putAll(settings.headers());
    if (call.isAtOriginOf(first)) { // A token is for whom it was asked for.
      try {
        all.putAll(
            headers.of(call.method(), call.uri(), all, call.body().orElse(new byte[0]), gone));
      } catch (ProviderException e) {
        throw new IOException("it cannot be said who calls: " + e.getMessage(), e);
      }
    }
    return http.send(
        new GuardedHttp.Request(call.method(), call.uri(), all, call.body()),
        settings.terms().loopback(),
        deadline.remaining(),
        connection -> gone.onCancel(() -> Connections.close(connection)));
  }

  private Optional<URI> allowed(URI from, String location) {
    try {
      URI to = from.resolve(location);
      boolean same = to.getScheme() != null && to.getScheme().equals(from.getScheme());
      boolean known =
          to.getHost() != null && settings.hosts().contains(to.getHost().toLowerCase(Locale.ROOT));
      return same && known ? Optional.of(to) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private ToolOutcome outcome(GuardedAnswer answer) throws IOException {
    String text = ResultText.read(answer.body(), settings.terms().mostBytes());
    if (answer.status() / 100 == 2) {
      return ToolOutcome.of(text);
    }
    return ToolOutcome.failed("HTTP " + answer.status() + (text.isBlank() ? "" : ": " + text));
  }
}
