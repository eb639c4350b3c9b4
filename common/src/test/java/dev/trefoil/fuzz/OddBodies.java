package dev.trefoil.fuzz;

import static dev.trefoil.fuzz.Bytes.joined;

import dev.trefoil.http.Gzip;
import dev.trefoil.http.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Right requests in bodies that are encoded, rightly or wrongly, or are too large. */
final class OddBodies {
  /** The largest body that is taken, decoded. */
  static final int MOST = 2 << 20;

  private static final Map<String, byte[]> RIGHT =
      Map.of(
          "/v1/chat/completions",
          body("{'model':'openai/qwen3','messages':[{'role':'user','content':'grüß dich 😀'}]}"),
          "/chat",
          body("{'model':'openai/qwen3','prompt':'grüß dich 😀'}"),
          "/v1/embeddings",
          body("{'model':'openai/text-embedding-3-small','input':'grüß dich 😀'}"),
          "/v1/jobs",
          body("{'model':'openai/qwen3','messages':[{'role':'user','content':'grüß dich 😀'}]}"));

  private static final List<String> PATHS = RIGHT.keySet().stream().sorted().toList();

  /** Does not shrink out of all proportion. */
  private static final byte[] TOO_LARGE = letters(MOST + 1);

  private static final byte[] TOO_LARGE_IN_GZIP = Gzip.of(TOO_LARGE);
  private static final byte[] GROWS_TOO_MUCH = Gzip.of(new byte[MOST]);

  private OddBodies() {}

  static OddCall any(Chance chance) {
    String path = chance.pick(PATHS);
    byte[] right = RIGHT.get(path);
    return chance.oneIn(3) ? taken(chance, path, right) : refused(chance, path, right);
  }

  private static OddCall taken(Chance chance, String path, byte[] right) {
    byte[] marked = chance.oneIn(3) ? joined(Bytes.BYTE_ORDER_MARK, right) : right;
    int half = chance.below(marked.length);
    Sent sent =
        switch (chance.below(4)) {
          case 0 -> sent(path, marked, chance.pick("", "identity", "IDENTITY, identity"));
          case 1 -> sent(path, Gzip.of(marked), chance.pick("gzip", "GZIP", "x-gzip", " gzip ,"));
          case 2 -> sent(path, Gzip.of(marked), "identity", "gzip");
          // RFC 1952, 2.2: a file may be of several members.
          default ->
              sent(
                  path,
                  joined(
                      Gzip.of(Arrays.copyOf(marked, half)),
                      Gzip.of(Arrays.copyOfRange(marked, half, marked.length))),
                  "gzip");
        };
    int status = path.equals("/v1/jobs") ? 202 : 200;
    return new OddCall("body encoded", sent, status, "", Map.of());
  }

  private static OddCall refused(Chance chance, String path, byte[] right) {
    byte[] zipped = Gzip.of(right);
    return switch (chance.below(9)) {
      case 0 ->
          encoding(
              "gzip cut", path, Arrays.copyOf(zipped, chance.from(1, zipped.length - 1)), "gzip");
      case 1 -> encoding("gzip that is none", path, right, "gzip");
      case 2 -> {
        byte[] broken = zipped.clone();
        broken[zipped.length - chance.from(1, 8)] ^= (byte) (1 << chance.below(8));
        yield encoding("gzip of another text", path, broken, "gzip");
      }
      case 3 ->
          encoding(
              "encoding unknown",
              path,
              right,
              chance.pick(
                  "br",
                  "deflate",
                  "zstd",
                  "compress",
                  "gzip, gzip",
                  "gzip;q=1",
                  "\u00fc",
                  "a\r\nb: c"));
      case 4 ->
          encoding("encodings of two headers", path, zipped, "gzip", chance.pick("br", "gzip"));
      case 5 ->
          OddCall.refused(
              "gzip twice", sent(path, Gzip.of(zipped), "gzip"), 400, "invalid_request");
      case 6 -> OddCall.refused("gzip not said", sent(path, zipped, ""), 400, "invalid_request");
      case 7 -> tooLarge(chance, path);
      default ->
          OddCall.refused(
              "gzip of what is not UTF-8",
              sent(
                  path,
                  Gzip.of(joined(Bytes.text("{\"x\":\""), Bytes.notUtf8(chance), right)),
                  "gzip"),
              400,
              "invalid_request");
    };
  }

  private static OddCall tooLarge(Chance chance, String path) {
    Sent sent =
        switch (chance.below(3)) {
          case 0 -> sent(path, TOO_LARGE, "");
          case 1 -> sent(path, TOO_LARGE_IN_GZIP, "gzip");
          default -> sent(path, GROWS_TOO_MUCH, "gzip");
        };
    return OddCall.refused("body too large", sent, 413, "request_too_large");
  }

  private static OddCall encoding(String how, String path, byte[] body, String... encodings) {
    return new OddCall(
        how,
        sent(path, body, encodings),
        415,
        "unsupported_content_encoding",
        Map.of("accept-encoding", "gzip, identity"));
  }

  private static Sent sent(String path, byte[] body, String... encodings) {
    Headers headers = new Headers().addAll("Content-Encoding", List.of(encodings));
    return new Sent("POST", path, headers, body);
  }

  private static byte[] body(String json) {
    return Json.object(json).toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] letters(int length) {
    Chance chance = Chance.of(0, 0);
    byte[] letters = new byte[length];
    for (int i = 0; i < length; i++) {
      letters[i] = (byte) ('a' + chance.below(16));
    }
    return letters;
  }
}
