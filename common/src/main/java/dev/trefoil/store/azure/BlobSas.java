package dev.trefoil.store.azure;

import dev.trefoil.chat.Deadline;
import dev.trefoil.store.BlobLink;
import dev.trefoil.store.StoreException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Links to blobs of one container, signed with a user delegation key (Blob storage, "Create a user
 * delegation SAS"). The key is kept until a link would outlive it.
 */
final class BlobSas {
  /** What a key lasts beyond the link that it is asked for; a new one costs a round trip. */
  private static final Duration MORE = Duration.ofHours(1);

  /** By how much the service's clock may be behind ours. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private final StorageCalls calls;
  private final URI container;
  private final InstantSource clock;

  /** Two that ask at once for the first key get one each, and either will do. */
  private volatile DelegationKey held;

  /**
   * @param container its URL, at the account's own host, or at an address with the account as the
   *     first part of the path, as Azurite has it
   */
  BlobSas(StorageCalls calls, URI container, InstantSource clock) {
    this.calls = calls;
    this.container = container;
    this.clock = clock;
  }

  BlobLink link(String name, Duration validFor, Deadline deadline) throws StoreException {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant expires = now.plus(validFor.truncatedTo(ChronoUnit.SECONDS));
    SortedMap<String, String> parameters = signed(keyUntil(expires, now, deadline), name, expires);
    return new BlobLink(
        URI.create(container + "/" + name + "?" + BlobLink.query(parameters)), expires);
  }

  private DelegationKey keyUntil(Instant end, Instant now, Deadline deadline)
      throws StoreException {
    DelegationKey key = held;
    if (key == null || key.ends().isBefore(end)) {
      key = fetch(now.minus(SKEW), end.plus(MORE), deadline);
      held = key;
    }
    return key;
  }

  private DelegationKey fetch(Instant start, Instant expiry, Deadline deadline)
      throws StoreException {
    HttpResponse<byte[]> response =
        calls.send(
            "blob",
            "POST",
            service() + "?restype=service&comp=userdelegationkey",
            Map.of("content-type", "application/xml"),
            "<KeyInfo><Start>%s</Start><Expiry>%s</Expiry></KeyInfo>"
                .formatted(start, expiry)
                .getBytes(StandardCharsets.UTF_8),
            deadline);
    if (response.statusCode() != 200) {
      throw StorageCalls.refusal("blob", "signing links to " + container, response);
    }
    return DelegationKey.read(response.body());
  }

  private SortedMap<String, String> signed(DelegationKey key, String name, Instant expires) {
    SortedMap<String, String> parameters = new TreeMap<>();
    parameters.put("sp", "r");
    parameters.put("se", expires.toString());
    parameters.put("skoid", key.objectId());
    parameters.put("sktid", key.tenantId());
    parameters.put("skt", key.start());
    parameters.put("ske", key.expiry());
    parameters.put("sks", key.service());
    parameters.put("skv", key.version());
    parameters.put("spr", "https");
    parameters.put("sv", StorageCalls.VERSION);
    parameters.put("sr", "b");
    parameters.put("rscd", BlobLink.contentDisposition(name));
    parameters.put("rsct", BlobLink.CONTENT_TYPE);
    parameters.put("sig", key.sign(text(key, name, expires)));
    return parameters;
  }

  /**
   * What is signed: that one blob may be read, over TLS. So it is written in versions from
   * 2020-12-06 to 2025-05-05 (azure-storage-blob, BlobSasImplUtil); later ones have more lines.
   */
  String text(DelegationKey key, String name, Instant expires) {
    return String.join(
        "\n",
        "r",
        "",
        expires.toString(),
        "/blob/" + account() + "/" + containerName() + "/" + name,
        key.objectId(),
        key.tenantId(),
        key.start(),
        key.expiry(),
        key.service(),
        key.version(),
        // Another identity that may use it, one that may not, and a correlation id.
        "",
        "",
        "",
        // From any address.
        "",
        "https",
        StorageCalls.VERSION,
        "b",
        // No snapshot, no scope of encryption, and nothing said of caches.
        "",
        "",
        "",
        BlobLink.contentDisposition(name),
        "",
        "",
        BlobLink.CONTENT_TYPE);
  }

  private String containerName() {
    String path = container.getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The account's root, with a last slash. */
  private String service() {
    String url = container.toString();
    return url.substring(0, url.lastIndexOf('/') + 1);
  }

  private String account() {
    String path = container.getPath();
    int last = path.lastIndexOf('/');
    return last > 0 ? path.substring(1, last) : container.getHost().split("\\.")[0];
  }
}
