package dev.trefoil.runtime;

import dev.trefoil.config.ServiceConfig;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.identity.Identity;
import dev.trefoil.identity.Origin;
import dev.trefoil.policy.Cloud;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.Failures;
import dev.trefoil.provider.ProviderException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A process that says for each cloud whose service a configuration calls whether the person who
 * started it is signed in there: {@code trefoil doctor} starts it, which has no vendor's library.
 * It prints {@code aws}, or {@code aws} and why not, a line a cloud, and no token.
 */
public final class SignIns {
  private static final String REGION = "us-east-1";
  private static final URI VERTEX_AI = URI.create("https://aiplatform.googleapis.com");

  private SignIns() {}

  public static void main(String[] args) {
    Map<String, String> env = System.getenv();
    TrefoilConfig config = TrefoilConfig.load(env);
    Identity identity = Identity.of(Origin.LOCAL, config.identity(), env);
    List<Cloud> clouds =
        config.services().values().stream()
            .filter(service -> !service.emulate())
            .map(ServiceConfig::cloud)
            .flatMap(Optional::stream)
            .distinct()
            .toList();
    for (Cloud cloud : clouds) {
      System.out.println(cloud.name().toLowerCase(Locale.ROOT) + why(identity, cloud));
    }
    // Vendors' threads may be left.
    System.exit(0);
  }

  private static String why(Identity identity, Cloud cloud) {
    try {
      fetch(identity, cloud);
      return "";
    } catch (ProviderException | IOException | RuntimeException e) {
      String words = Failures.in(e).map(ProviderException::getMessage).orElseGet(e::toString);
      return " " + words.replaceAll("\\s+", " ");
    }
  }

  private static void fetch(Identity identity, Cloud cloud) throws ProviderException, IOException {
    switch (cloud) {
      case AWS -> {
        var unused = identity.aws(REGION).resolveCredentials();
      }
      case AZURE -> {
        var unused = identity.azure().header(new Cancellation());
      }
      case GCP -> {
        var unused = identity.google().getRequestMetadata(VERTEX_AI);
      }
    }
  }
}
