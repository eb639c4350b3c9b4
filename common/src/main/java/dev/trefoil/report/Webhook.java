package dev.trefoil.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trefoil.attempt.Sleeper;
import dev.trefoil.chat.Deadline;
import dev.trefoil.identity.Authorization;
import dev.trefoil.net.GuardedAnswer;
import dev.trefoil.net.GuardedHttp;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ProviderException;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells a message by HTTP, signed as Standard Webhooks has it: HMAC-SHA256 of {@code
 * id.timestamp.body}, by which its receiver knows who sends it, and that it is no old one.
 */
public final class Webhook {
  private static final String HMAC = "HmacSHA256";

  /** Before the base64 of a key, where it is written so. */
  private static final String BASE64 = "whsec_";

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration WAIT = Duration.ofSeconds(2);
  private static final int MOST_TRIES = 3;

  private final URI url;
  private final Authorization key;
  private final GuardedHttp http;
  private final boolean loopback;
  private final Sleeper sleeper;
  private final InstantSource clock;

  /**
   * @param key what is signed by
   * @param loopback whether this machine may be told, by http too
   */
  public Webhook(
      URI url,
      Authorization key,
      GuardedHttp http,
      boolean loopback,
      Sleeper sleeper,
      InstantSource clock) {
    this.url = url;
    this.key = key;
    this.http = http;
    this.loopback = loopback;
    this.sleeper = sleeper;
    this.clock = clock;
  }

  /**
   * Sends the message, up to three times, until it is answered 2xx.
   *
   * @param id of the message, the same each time that it is sent
   * @throws IOException when it was not taken: why, without what it says
   */
  void tell(String id, String message, Deadline deadline) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        send(id, message, deadline);
        return;
      } catch (IOException e) {
        if (tries == MOST_TRIES || deadline.remaining().compareTo(WAIT) <= 0) {
          throw e;
        }
        sleeper.pause(WAIT, new Cancellation());
      }
    }
  }

  private void send(String id, String message, Deadline deadline) throws IOException {
    String time = Long.toString(clock.instant().getEpochSecond());
    Map<String, String> headers =
        Map.of(
            "content-type",
            "application/json",
            "webhook-id",
            id,
            "webhook-timestamp",
            time,
            "webhook-signature",
            "v1," + signature(id + "." + time + "." + message));
    GuardedHttp.Request request =
        new GuardedHttp.Request("POST", url, headers, Optional.of(message.getBytes(UTF_8)));
    try (GuardedAnswer answer =
        http.send(request, loopback, deadline.within(LIMIT).remaining(), open -> {})) {
      if (answer.status() / 100 != 2) {
        throw new IOException("it was answered " + answer.status());
      }
    }
  }

  private String signature(String text) throws IOException {
    try {
      String secret = key.header(new Cancellation());
      byte[] bytes =
          secret.startsWith(BASE64)
              ? Base64.getDecoder().decode(secret.substring(BASE64.length()))
              : secret.getBytes(UTF_8);
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(bytes, HMAC));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
    } catch (ProviderException e) {
      throw new IOException("it cannot be signed: " + e.getMessage(), e);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("it cannot be signed by this key", e);
    }
  }

  /** Without its path and query, which may be a secret. */
  @Override
  public String toString() {
    return "the webhook at " + url.getHost();
  }
}
