package dev.trefoil.fuzz;

import dev.trefoil.http.Headers;
import java.util.Map;

/** What pages of some origin ask, and whether their browser is told that they may. */
final class OddOrigins {
  /** The one that may. */
  static final String PAGE = "https://app.example.com";

  private OddOrigins() {}

  static OddCall any(Chance chance) {
    boolean admitted = chance.oneIn(2);
    String origin =
        admitted
            ? PAGE
            : chance.pick(
                "",
                "null",
                "*",
                "https://app.example.com/",
                "https://app.example.com:443",
                "http://app.example.com",
                "https://APP.example.com",
                "https://app.example.com.evil.org",
                "https://evil.org, https://app.example.com",
                " https://app.example.com",
                "https://app.example.com\r\nx: y",
                "https://b\u00fccher.example",
                "x".repeat(9_000));
    Headers headers = new Headers().add("Origin", origin);
    if (!admitted && chance.oneIn(3)) {
      // The first of two counts.
      headers.add("Origin", PAGE);
    }
    String told = admitted ? PAGE : "";
    return chance.oneIn(2)
        ? preflight(chance, headers, told)
        : plain(chance.pick("GET", "POST", "OPTIONS"), headers, told);
  }

  private static OddCall plain(String method, Headers headers, String origin) {
    Sent sent = new Sent(method, "/v1/models", headers, new byte[0]);
    return new OddCall(
        "page " + (origin.isEmpty() ? "refused " : "admitted ") + method,
        sent,
        method.equals("GET") ? 200 : method.equals("POST") ? 405 : 204,
        method.equals("POST") ? "method_not_allowed" : "",
        Map.of(
            "access-control-allow-origin",
            origin,
            "access-control-allow-credentials",
            "",
            "vary",
            "Origin"));
  }

  private static OddCall preflight(Chance chance, Headers headers, String origin) {
    headers.add(
        "Access-Control-Request-Method", chance.pick("POST", "", "post", "\u00fc", "A\r\nb: c"));
    boolean clean = chance.oneIn(2);
    String names =
        clean
            ? chance.pick("authorization", "authorization,content-type", "a , b,c", "x-".repeat(64))
            : chance.pick(
                "",
                ",",
                "a b",
                "a;b",
                "a,",
                "a\r\nx: y",
                "\u00fc",
                "x".repeat(129),
                "a" + ",a".repeat(100));
    headers.add("Access-Control-Request-Headers", names);
    // Whatever is at the path, and whether anything is.
    String path = chance.pick("/v1/chat/completions", "/nothing", "/%", "");
    return new OddCall(
        "preflight " + (origin.isEmpty() ? "refused" : "admitted"),
        new Sent("OPTIONS", path, headers, new byte[0]),
        204,
        "",
        Map.of(
            "access-control-allow-origin",
            origin,
            "access-control-allow-headers",
            clean && !origin.isEmpty() ? names : "",
            "access-control-allow-credentials",
            ""));
  }
}
