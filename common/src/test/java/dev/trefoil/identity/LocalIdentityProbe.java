package dev.trefoil.identity;

import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.Failures;
import dev.trefoil.provider.ProviderException;
import java.net.URI;
import java.util.Optional;
import java.util.TreeMap;

/** A process of its own with a person's identities: prints what it would show to each service. */
final class LocalIdentityProbe {
  private LocalIdentityProbe() {}

  private interface Use {
    String get() throws Exception;
  }

  public static void main(String[] args) {
    IdentitySettings none = IdentitySettings.NONE;
    IdentitySettings settings =
        new IdentitySettings(Optional.of(Origin.LOCAL), none.aws(), none.azure(), none.gcp());
    Identity identity = Identity.of(Origin.LOCAL, settings, System.getenv());
    print("aws", () -> identity.aws("us-east-1").resolveCredentials().accessKeyId());
    print("azure", () -> identity.azure().header(new Cancellation()));
    print(
        "google",
        () ->
            new TreeMap<>(
                    identity
                        .google()
                        .getRequestMetadata(URI.create("https://aiplatform.googleapis.com")))
                .toString());
    print("secret", () -> identity.secret("key").header(new Cancellation()));
    System.exit(0);
  }

  private static void print(String what, Use use) {
    try {
      System.out.println(what + " " + use.get());
    } catch (Exception e) {
      String words = Failures.in(e).map(ProviderException::getMessage).orElseGet(e::toString);
      System.out.println(what + " failed: " + words.replace('\n', ' '));
    }
  }
}
