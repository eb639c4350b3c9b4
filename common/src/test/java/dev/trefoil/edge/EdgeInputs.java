package dev.trefoil.edge;

import static dev.trefoil.edge.EdgeInput.body;
import static dev.trefoil.edge.EdgeInput.get;
import static dev.trefoil.edge.EdgeInput.method;

import dev.trefoil.edge.EdgeInput.Expected;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * The table: what is odd but real, and what every door answers. A row more is a line more; a door
 * that answers otherwise says which limit of its platform that is.
 */
public final class EdgeInputs {
  private static final String PROMPT = "{\"prompt\":\"Grüße, 世界 🍀\"}";
  private static final String MODELS = "/v1/models";

  private static final String JETTY = "Jetty's own, before the function";
  private static final String TOMCAT = "Tomcat's own, before the servlet";
  private static final Expected REFUSED = Expected.of(400);
  private static final String DECODED = "an HTTP API decodes the path";
  private static final String ASP_NET = "ASP.NET's routing, before the function";
  private static final String ENCODED = "the host encodes what it cannot decode";
  private static final String PARTS = "the framework reads the parts itself";
  private static final String API_GATEWAY = "API Gateway's own, before the function";

  private EdgeInputs() {}

  public static List<EdgeInput> all() {
    return List.of(
        // ---- paths
        get("`GET /`", "/"),
        get("`GET //v1//models`", "//v1//models")
            .but("azure", Expected.of(404), ASP_NET)
            .but("gcp", Expected.of(400), JETTY)
            .but("jetty", REFUSED, JETTY),
        get("`GET /v1/models/`", "/v1/models/"),
        get("`GET /v1/%6Dodels`", "/v1/%6Dodels"),
        get("`GET /v1/./models`", "/v1/./models"),
        get("`GET /v1/x/../models`", "/v1/x/../models"),
        get("`GET /v1%2Fmodels`", "/v1%2Fmodels")
            .is(404, "not_found")
            .but("aws", Expected.of(200), DECODED)
            .but("gcp", Expected.of(400), JETTY)
            .but("tomcat", REFUSED, TOMCAT)
            .but("jetty", REFUSED, JETTY),
        get("`GET /v1/models%`", "/v1/models%")
            .is(400, "invalid_path")
            .but("aws", Expected.of(404, "not_found"), DECODED)
            .but("azure", Expected.of(404, "not_found"), ENCODED)
            .but("gcp", Expected.of(400), JETTY)
            .but("tomcat", REFUSED, TOMCAT)
            .but("jetty", REFUSED, JETTY),
        get("`GET /v1/%zz`", "/v1/%zz")
            .is(400, "invalid_path")
            .but("aws", Expected.of(404, "not_found"), DECODED)
            .but("azure", Expected.of(404, "not_found"), ENCODED)
            .but("gcp", Expected.of(400), JETTY)
            .but("tomcat", REFUSED, TOMCAT)
            .but("jetty", REFUSED, JETTY),
        get("`GET /v2/chat`", "/v2/chat").is(404, "not_found"),
        // ---- queries, of which nothing is read here
        get("a query that is no URI's: `?x={y}`", MODELS + "?x={y}").but("tomcat", REFUSED, TOMCAT),
        get("`?a|b`", MODELS + "?a|b").but("tomcat", REFUSED, TOMCAT),
        get("`?100%`", MODELS + "?100%"),
        get("`?x=\"y\"&a=b&a=c&&=`", MODELS + "?x=\"y\"&a=b&a=c&&=").but("tomcat", REFUSED, TOMCAT),
        // ---- methods
        method("HEAD", "/health"),
        method("HEAD", "/"),
        method("HEAD", MODELS),
        method("HEAD", "/nothing").is(404),
        method("OPTIONS", MODELS).is(204),
        method("OPTIONS", "/nothing").is(404, "not_found"),
        method("DELETE", MODELS).is(405, "method_not_allowed"),
        method("PATCH", MODELS).is(405, "method_not_allowed"),
        method("PUT", "/chat").is(405, "method_not_allowed"),
        // ---- bodies
        body("JSON", PROMPT),
        body("no body", "").is(400, "invalid_request"),
        body("white space", " \n").is(400, "invalid_request"),
        body("two JSON values", "{} {}").is(400, "invalid_request"),
        body("a list", "[1]").is(400, "invalid_request"),
        body("nested 300 deep", "{\"prompt\":" + "[".repeat(300)).is(400, "invalid_request"),
        body("JSON without `Content-Type`", PROMPT).without("content-type"),
        body("JSON as `text/plain`", PROMPT).header("content-type: text/plain"),
        body("JSON as a form, as `curl -d` says it", PROMPT)
            .header("content-type: application/x-www-form-urlencoded"),
        body("JSON as `application/octet-stream`", PROMPT)
            .header("content-type: application/octet-stream"),
        body("JSON as `multipart/form-data`", PROMPT)
            .header("content-type: multipart/form-data; boundary=x")
            .but("gcp", Expected.of(400, "invalid_request"), PARTS),
        body("a byte order mark before it", "\ufeff" + PROMPT),
        body("not UTF-8", with(PROMPT, 14, 0xff)).is(400, "invalid_request"),
        body("a letter cut in two", Arrays.copyOf(utf8("{\"prompt\":\"ü"), 12))
            .is(400, "invalid_request"),
        body(
                "three of a letter's four bytes",
                with(PROMPT.replace("🍀", "???"), 27, 0xf0, 0x9f, 0x8d))
            .is(400, "invalid_request")
            .but("azure", Expected.of(200), "the host puts U+FFFD there, of the same length"),
        body("half a surrogate pair, `\\ud800`", "{\"prompt\":\"\\ud800\"}")
            .is(new Expected(400, "invalid_request", "prompt")),
        body("half of one in a name", "{\"prompt\":\"hi\",\"metadata\":{\"\\udc00\":\"x\"}}")
            .is(new Expected(400, "invalid_request", "metadata")),
        body("`Content-Encoding: gzip`", gzip(PROMPT))
            .header("content-encoding: gzip")
            .but(
                "azure",
                Expected.of(415, "unsupported_content_encoding"),
                "the Java worker gets bodies as text"),
        body("gzip that is none", PROMPT)
            .header("content-encoding: gzip")
            .is(415, "unsupported_content_encoding"),
        body("`Content-Encoding: br`", PROMPT)
            .header("content-encoding: br")
            .is(415, "unsupported_content_encoding"),
        body("`Content-Encoding: zstd, gzip`", PROMPT)
            .header("content-encoding: zstd, gzip")
            .is(415, "unsupported_content_encoding"),
        body("a chunked body", chunked(PROMPT))
            .without("content-length")
            .header("transfer-encoding: chunked")
            .but(
                "azure",
                Expected.of(411, "length_required"),
                "the Java worker gets chunked bodies empty"),
        body("6 MiB and a byte", "{\"prompt\":\"" + "x".repeat((6 << 20) - 12) + "\"}")
            .is(413, "request_too_large")
            .but("aws", Expected.of(413), API_GATEWAY),
        // ---- heads
        get("9 KiB of headers", MODELS)
            .header("x-long: " + "x".repeat(9 << 10))
            .but("gcp", Expected.of(431), JETTY)
            .but("tomcat", REFUSED, TOMCAT)
            .but("jetty", Expected.of(431), JETTY),
        body("`x-trefoil-timeout-ms: soon`", PROMPT)
            .header("x-trefoil-timeout-ms: soon")
            .is(400, "invalid_header"),
        body("`x-request-id: a b`", PROMPT).header("x-request-id: a b"),
        // ---- answers
        body("500 embeddings, an answer of 8 MB", embeddings(500))
            .to("/v1/embeddings")
            .but("aws", Expected.of(400, "response_too_large"), "Lambda takes answers of 6 MB"));
  }

  private static String embeddings(int inputs) {
    return "{\"model\":\"azure/text-embedding-3-small\",\"input\":["
        + String.join(",", Collections.nCopies(inputs, "\"a\""))
        + "]}";
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] with(String text, int at, int... values) {
    byte[] bytes = utf8(text);
    for (int i = 0; i < values.length; i++) {
      bytes[at + i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(utf8(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Nothing is written to but memory.
    }
    return out.toByteArray();
  }

  private static byte[] chunked(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] bytes = utf8(text);
    out.writeBytes(utf8(Integer.toHexString(bytes.length) + "\r\n"));
    out.writeBytes(bytes);
    out.writeBytes(utf8("\r\n0\r\n\r\n"));
    return out.toByteArray();
  }
}
