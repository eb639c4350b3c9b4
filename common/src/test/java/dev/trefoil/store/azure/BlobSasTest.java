package dev.trefoil.store.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.chat.Deadline;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpExchange;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.net.HttpServer;
import dev.trefoil.store.BlobLink;
import dev.trefoil.store.StoreException;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * User delegation SAS. Microsoft publishes no example with its signature: the text that is signed
 * is written out here as "Create a user delegation SAS" has it. Azurite judges it in JobsTest.
 */
class BlobSasTest {
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
  private static final byte[] SECRET =
      "a key of thirty-two bytes, as is".getBytes(StandardCharsets.UTF_8);

  private final List<String> asked = new ArrayList<>();
  private Instant now = NOW;
  private int status = 200;
  private final HttpServer blobs = HttpServer.start(0, this::answer);

  @AfterEach
  void stop() {
    blobs.close();
  }

  @Test
  void theLinkIsSignedAsDocumented() throws Exception {
    BlobLink link =
        sas()
            .link(
                "order-7/answer-1", Duration.ofMinutes(15), Deadline.after(Duration.ofMinutes(1)));

    Map<String, String> query = parameters(link.uri());
    assertThat(link.expires()).isEqualTo(NOW.plusSeconds(900));
    assertThat(link.uri().getPath()).isEqualTo("/myaccount/jobs/order-7/answer-1");
    assertThat(query)
        .containsEntry("sp", "r")
        .containsEntry("sr", "b")
        .containsEntry("spr", "https")
        .containsEntry("rsct", "application/json")
        .containsEntry("rscd", "attachment; filename=\"order-7.json\"");
    String text =
        """
        r

        2026-11-30T10:15:00Z
        /blob/myaccount/jobs/order-7/answer-1
        11111111-2222-3333-4444-555555555555
        66666666-7777-8888-9999-000000000000
        2026-11-30T09:55:00Z
        2026-11-30T11:15:00Z
        b
        2021-12-02




        https
        2021-12-02
        b



        attachment; filename="order-7.json"


        application/json\
        """;
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
    assertThat(query.get("sig"))
        .isEqualTo(
            Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8))));
    assertThat(link.uri().toString())
        .doesNotContain(Base64.getEncoder().encodeToString(SECRET), "Bearer", "+", " ");
  }

  @Test
  void aKeyServesUntilALinkWouldOutliveIt() throws Exception {
    BlobSas sas = sas();
    sas.link("a/answer-1", Duration.ofMinutes(15), Deadline.after(Duration.ofMinutes(1)));
    now = NOW.plus(Duration.ofMinutes(60));
    sas.link("b/answer-1", Duration.ofMinutes(15), Deadline.after(Duration.ofMinutes(1)));
    assertThat(asked).hasSize(1);

    now = NOW.plus(Duration.ofMinutes(61));
    sas.link("c/answer-1", Duration.ofMinutes(15), Deadline.after(Duration.ofMinutes(1)));

    assertThat(asked).hasSize(2);
    assertThat(asked.get(0))
        .isEqualTo(
            "POST /myaccount/?restype=service&comp=userdelegationkey Bearer it"
                + " <KeyInfo><Start>2026-11-30T09:55:00Z</Start>"
                + "<Expiry>2026-11-30T11:15:00Z</Expiry></KeyInfo>");
  }

  @Test
  void withoutTheRightTheStoreSaysSo() {
    status = 403;

    assertThatThrownBy(
            () ->
                sas()
                    .link(
                        "a/answer-1",
                        Duration.ofMinutes(15),
                        Deadline.after(Duration.ofMinutes(1))))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "blob answers 403 for signing links to http://127.0.0.1:%d/myaccount/jobs:"
                    .formatted(blobs.port())
                + " AuthorizationPermissionMismatch");
  }

  @Test
  void theAccountIsTheHostsFirstPart() throws Exception {
    DelegationKey key = DelegationKey.read(key("s", "2027-01-01T00:00:00Z"));
    assertThat(
            new BlobSas(
                    new StorageCalls(cancellation -> "Bearer it"),
                    URI.create("https://myaccount.blob.core.windows.net/jobs"),
                    InstantSource.fixed(NOW))
                .text(key, "a/answer-1", NOW))
        .contains("\n/blob/myaccount/jobs/a/answer-1\n");
  }

  @Test
  void theTextOfAKeyHoldsNoSecret() throws Exception {
    assertThat(DelegationKey.read(key("s", "2027-01-01T00:00:00Z")).toString())
        .doesNotContain(Base64.getEncoder().encodeToString(SECRET));
  }

  @Test
  void whatIsNoKeyIsRefused() {
    assertThatThrownBy(() -> DelegationKey.read("<html/>".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("SignedOid");
  }

  private BlobSas sas() {
    return new BlobSas(
        new StorageCalls(cancellation -> "Bearer it"),
        URI.create("http://127.0.0.1:" + blobs.port() + "/myaccount/jobs"),
        () -> now);
  }

  private void answer(HttpRequest request, HttpExchange exchange) throws IOException {
    String body = new String(request.body(), StandardCharsets.UTF_8);
    asked.add(
        "%s %s?%s %s %s"
            .formatted(
                request.method(),
                request.path(),
                request.query(),
                request.headers().first("authorization").orElse(""),
                body));
    exchange.send(
        status,
        Headers.of("content-type", "application/xml"),
        status == 200
            ? key(between(body, "Start"), between(body, "Expiry"))
            : "AuthorizationPermissionMismatch".getBytes(StandardCharsets.UTF_8));
  }

  /** Source: "Get User Delegation Key", the response. */
  private static byte[] key(String start, String expiry) {
    return """
        <?xml version="1.0" encoding="utf-8"?>
        <UserDelegationKey>
            <SignedOid>11111111-2222-3333-4444-555555555555</SignedOid>
            <SignedTid>66666666-7777-8888-9999-000000000000</SignedTid>
            <SignedStart>%s</SignedStart>
            <SignedExpiry>%s</SignedExpiry>
            <SignedService>b</SignedService>
            <SignedVersion>2021-12-02</SignedVersion>
            <Value>%s</Value>
        </UserDelegationKey>
        """
        .formatted(start, expiry, Base64.getEncoder().encodeToString(SECRET))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String between(String xml, String name) {
    String tag = "<" + name + ">";
    return xml.substring(xml.indexOf(tag) + tag.length(), xml.indexOf("</" + name));
  }

  private static Map<String, String> parameters(URI uri) {
    return Stream.of(uri.getRawQuery().split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }
}
