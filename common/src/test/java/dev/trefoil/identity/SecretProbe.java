package dev.trefoil.identity;

import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.policy.Cloud;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ProviderException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** A process of its own: asks its cloud's secret store for a key, twice, and for one it lacks. */
final class SecretProbe {
  static final String NAME = "anthropic-key";
  static final String UNKNOWN = "no-such-key";

  private SecretProbe() {}

  public static void main(String[] args) throws InterruptedException {
    loadClient();
    Identity identity =
        Identity.of(
            Cloud.valueOf(args[0]),
            TrefoilConfig.load(System.getenv()).identity(),
            System.getenv());
    for (String name : List.of(NAME, NAME, UNKNOWN)) {
      try {
        System.out.println("key " + identity.secret(name).header(new Cancellation()));
      } catch (ProviderException e) {
        System.out.println(e.kind() + " " + e.getMessage());
      }
    }
    System.exit(0);
  }

  /** The JDK's client, which a busy machine may take longer to load than a store has to answer. */
  private static void loadClient() throws InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:1/")).build(),
          BodyHandlers.discarding());
    } catch (IOException e) {
      // Nobody listens there.
    }
  }
}
