package dev.trefoil.job;

import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.Traceparent;
import dev.trefoil.identity.RequestSigner;
import dev.trefoil.net.GuardedAnswer;
import dev.trefoil.net.GuardedHttp;
import dev.trefoil.net.GuardedHttp.RefusedException;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Refused;
import dev.trefoil.store.StoreException.Unreachable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An address that the caller gives, within the hosts of the configuration: one POST of the job as
 * its caller sees it. No redirect is followed. The address holds what lets its holder answer, so
 * only its host is ever named.
 */
final class WebhookCallback implements CallbackTarget {
  private static final Logger LOG = System.getLogger(WebhookCallback.class.getName());
  private static final int LONGEST_ADDRESS = 2048;

  private final CallbackSettings.Webhook settings;
  private final GuardedHttp http;
  private final Optional<RequestSigner> signer;
  private final JobView view;

  /**
   * @param signer says who sends it; empty for nobody
   */
  WebhookCallback(
      CallbackSettings.Webhook settings,
      GuardedHttp http,
      Optional<RequestSigner> signer,
      JobView view) {
    this.settings = settings;
    this.http = http;
    this.signer = signer;
    this.view = view;
  }

  @Override
  public Optional<String> wrong(Optional<String> token) {
    if (token.isEmpty() || token.get().length() > LONGEST_ADDRESS) {
      return Optional.of("must be an address, of at most " + LONGEST_ADDRESS + " characters");
    }
    URI uri;
    try {
      uri = URI.create(token.get());
    } catch (IllegalArgumentException e) {
      return Optional.of("is not an address");
    }
    if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      return Optional.of("is not an address of a host, without a user and a fragment");
    }
    boolean plain = "http".equals(uri.getScheme()) && settings.loopback();
    if (!plain && !"https".equals(uri.getScheme())) {
      return Optional.of("is not an https address");
    }
    if (!settings.loopback() && uri.getPort() >= 0 && uri.getPort() != 443) {
      return Optional.of("has another port than 443");
    }
    return settings.allows(uri.getHost().toLowerCase(Locale.ROOT))
        ? Optional.empty()
        : Optional.of("has a host that the callback's hosts do not name");
  }

  @Override
  public void tell(Job job, Optional<String> token, Deadline deadline) throws StoreException {
    URI uri = URI.create(token.orElseThrow());
    String host = uri.getHost();
    byte[] body = view.json(job, deadline).getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers = headers(job, uri, body);
    try (GuardedAnswer answer =
        http.send(
            new GuardedHttp.Request("POST", uri, headers, Optional.of(body)),
            settings.loopback(),
            deadline.remaining(),
            connection -> {})) {
      int status = answer.status();
      if (status == 408 || status == 429 || status >= 500) {
        throw new Unreachable("the webhook at " + host + " answers " + status);
      }
      if (status / 100 != 2) {
        LOG.log(
            Level.WARNING,
            "the webhook at {0} answers {1} for job {2}: it is not told again",
            host,
            status,
            job.id());
      }
    } catch (RefusedException e) {
      LOG.log(
          Level.WARNING, "job {0} has a webhook that is not told: {1}", job.id(), e.getMessage());
    } catch (IOException e) {
      throw new Unreachable("the webhook at " + host + " does not answer: " + e.getMessage(), e);
    }
  }

  private Map<String, String> headers(Job job, URI uri, byte[] body) throws StoreException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Content-Type", "application/json");
    headers.put("User-Agent", "trefoil");
    job.terms().trace().ifPresent(trace -> headers.put(Traceparent.NAME, trace.text()));
    if (signer.isPresent()) {
      try {
        headers.putAll(
            signer.get().headers("POST", uri, Map.copyOf(headers), body, new Cancellation()));
      } catch (ProviderException e) {
        throw new Refused(
            "the webhook at " + uri.getHost() + " is not called: " + e.getMessage(), e);
      }
    }
    return headers;
  }
}
