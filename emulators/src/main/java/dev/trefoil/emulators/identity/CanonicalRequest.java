// The text that both sides of AWS Signature Version 4 hash.
package dev.trefoil.emulators.identity;

import dev.trefoil.emulators.net.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds canonical requests. */
public final class CanonicalRequest {

  private CanonicalRequest() {}

  static String of(HttpRequest request, List<String> signedHeaders) {
    // Every service but S3 encodes the path that is sent once more.
    return of(
        request,
        encodePath(request.path()),
        Arrays.stream(request.query().split("&")),
        signedHeaders,
        sha256(request.body()));
  }

  /**
   * Of a request that is signed in its query; Cloud Storage has taken this over from S3.
   *
   * @param signature the name of the parameter that is not signed itself
   */
  public static String presigned(
      HttpRequest request, String signature, List<String> signedHeaders) {
    return of(
        request,
        request.path(),
        Arrays.stream(request.query().split("&")).filter(pair -> !pair.startsWith(signature + "=")),
        signedHeaders,
        "UNSIGNED-PAYLOAD");
  }

  private static String of(
      HttpRequest request,
      String path,
      Stream<String> query,
      List<String> signedHeaders,
      String payload) {
    var text = new StringBuilder(request.method()).append('\n');
    text.append(path).append('\n');
    text.append(
            query
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.contains("=") ? pair : pair + "=")
                .sorted()
                .collect(Collectors.joining("&")))
        .append('\n');
    for (String name : signedHeaders) {
      String value = request.headers().joined(name).orElse("");
      text.append(name).append(':').append(value.strip().replaceAll(" +", " ")).append('\n');
    }
    text.append('\n').append(String.join(";", signedHeaders)).append('\n');
    return text.append(payload).toString();
  }

  /** In hexadecimal digits. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String encodePath(String path) {
    var encoded = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c < 128 && (Character.isLetterOrDigit(c) || "/-_.~".indexOf(c) >= 0)) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return encoded.toString();
  }
}
