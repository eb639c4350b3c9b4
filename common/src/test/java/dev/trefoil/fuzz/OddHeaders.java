package dev.trefoil.fuzz;

import dev.trefoil.http.Headers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Right requests with headers that are odd, and taken or refused for it. */
final class OddHeaders {
  private static final byte[] BODY =
      Json.bytes(
          Json.object(
              "{'model':'openai/qwen3','messages':[{'role':'user','content':'hi'}],'max_tokens':5}"));

  /** Values by which a header is refused. */
  private static final Map<String, List<String>> BAD =
      Map.of(
          "X-Trefoil-Timeout-Ms",
          List.of("", "0", "-5", "soon", "1.5", "1e3", " 5", "5 ", "9999999999", "\u0665", "5, 6"),
          "X-Trefoil-Residency",
          List.of("", ",", " ", "eu,", "eu,,us"),
          "X-Trefoil-Max-Cost-Usd",
          List.of("", "-1", "1e3", "NaN", "0x1", ".5", "1.", "1234567", "1,5", "free"),
          "Idempotency-Key",
          List.of("", " ", "a b", "a\tb", "a\r\nb: c", "\u043a", "k".repeat(256), "\u007f"));

  /** Values that change nothing. */
  private static final Map<String, List<String>> IDLE =
      Map.ofEntries(
          Map.entry(
              "Content-Type",
              List.of(
                  "", "text/plain", "application/json; charset=utf-16", "multipart/", "\u0000")),
          Map.entry("Content-Length", List.of("", "0", "-1", "99999999999999999999", "abc")),
          Map.entry("Transfer-Encoding", List.of("chunked", "gzip, chunked", "identity", "")),
          Map.entry("Content-Encoding", List.of("", " ", ",", "identity", "Identity, identity")),
          Map.entry("Accept", List.of("", "*/*;q=0", "text/html", "\u00fc")),
          Map.entry("Accept-Encoding", List.of("br", "identity;q=0", "*;q=0")),
          Map.entry("Expect", List.of("100-continue", "200-ok")),
          Map.entry("Authorization", List.of("", "Bearer", "Bearer \u0000", "Basic eA==", "x")),
          Map.entry("Host", List.of("", "a b", "[::1", "x:99999")),
          Map.entry("X-Forwarded-For", List.of("", "x".repeat(9_000), "a, b\r\nc")),
          Map.entry("X-HTTP-Method-Override", List.of("DELETE", "get")),
          Map.entry("X-Stainless-Timeout", List.of("", "never", "0", "-1", "1e9", "999999")),
          Map.entry("X-Trefoil-Timeout-Ms", List.of("30000", "999999999")),
          Map.entry("Traceparent", List.of("", "00-0-0-0", "z")),
          Map.entry("Cookie", List.of("a=b; c", "\ud800")),
          Map.entry("", List.of("", "x")));

  private OddHeaders() {}

  /**
   * @param number of the case, which no other has
   */
  static OddCall any(Chance chance, int number) {
    Sent sent = Sent.chat(BODY);
    Headers headers = sent.headers();
    return switch (chance.below(6)) {
      case 0, 1 -> {
        String name = chance.pick(List.copyOf(new TreeMap<>(BAD).keySet()));
        headers.add(name, chance.pick(BAD.get(name)));
        if (chance.oneIn(3)) {
          // The first of two counts.
          headers.add(name, "1");
        }
        yield OddCall.refused("header " + name, sent, 400, "invalid_header");
      }
      case 2 -> {
        String name = chance.pick("x-trefoil-residency", "x-trefoil-task");
        headers.add(name, chance.pick("moon", "\u65e5", "x".repeat(9_000), "a b", "*"));
        yield OddCall.refused("header " + name + " unknown", sent, 400, "not_permitted");
      }
      case 3 -> ids(chance, sent);
      case 4 -> {
        headers.add("Idempotency-Key", "!" + number + "~".repeat(chance.below(200)));
        yield OddCall.taken("header Idempotency-Key", sent);
      }
      default -> {
        List<String> names = List.copyOf(new TreeMap<>(IDLE).keySet());
        for (int i = chance.from(1, 6); i > 0; i--) {
          String name = chance.pick(names);
          headers.add(name, chance.pick(IDLE.get(name)));
        }
        yield OddCall.taken("headers that change nothing", sent);
      }
    };
  }

  /** A harmless one comes back. */
  private static OddCall ids(Chance chance, Sent sent) {
    boolean harmless = chance.oneIn(2);
    String id =
        harmless
            ? chance.pick("a", "A-1_b.c", "x".repeat(128))
            : chance.pick("", " ", "a b", "<b>", "x".repeat(129), "\u00fc", "a\r\nb: c", "a\n");
    sent.headers().add("X-REQUEST-ID", id);
    if (chance.oneIn(2)) {
      sent.headers().add("x-request-id", "second");
    }
    return harmless
        ? new OddCall("id", sent, 200, "", Map.of("x-request-id", id))
        : OddCall.taken("id that is replaced", sent);
  }
}
