package dev.trefoil.store.gcp;

import dev.trefoil.chat.Deadline;
import dev.trefoil.store.BlobLink;
import dev.trefoil.store.Digest;
import dev.trefoil.store.StoreException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** V4 signed URLs of Cloud Storage ("V4 signing process with your own program"). */
final class SignedUrl {
  private static final String ALGORITHM = "GOOG4-RSA-SHA256";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private SignedUrl() {}

  /**
   * A link by which a GET needs no credential.
   *
   * @param object its URL, of letters that need no encoding
   * @param parameters what the URL says besides
   * @param validFor in whole seconds
   */
  static BlobLink get(
      URI object,
      Map<String, String> parameters,
      UrlSigner signer,
      Instant now,
      Duration validFor,
      Deadline deadline)
      throws StoreException {
    String stamp = STAMP.format(now);
    String scope = stamp.substring(0, 8) + "/auto/storage/goog4_request";
    SortedMap<String, String> all = new TreeMap<>(parameters);
    all.put("X-Goog-Algorithm", ALGORITHM);
    all.put("X-Goog-Credential", signer.email(deadline) + "/" + scope);
    all.put("X-Goog-Date", stamp);
    all.put("X-Goog-Expires", String.valueOf(validFor.toSeconds()));
    all.put("X-Goog-SignedHeaders", "host");
    String query = BlobLink.query(all);
    String canonical =
        String.join(
            "\n",
            "GET",
            object.getRawPath(),
            query,
            "host:" + object.getRawAuthority(),
            "",
            "host",
            "UNSIGNED-PAYLOAD");
    String text = String.join("\n", ALGORITHM, stamp, scope, Digest.of(canonical));
    String signature =
        HexFormat.of().formatHex(signer.sign(text.getBytes(StandardCharsets.UTF_8), deadline));
    return new BlobLink(
        URI.create(object + "?" + query + "&X-Goog-Signature=" + signature),
        now.plusSeconds(validFor.toSeconds()));
  }
}
