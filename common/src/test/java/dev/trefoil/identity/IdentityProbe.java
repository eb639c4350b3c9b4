package dev.trefoil.identity;

import dev.trefoil.policy.Cloud;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.Failures;
import dev.trefoil.provider.ProviderException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * A process of its own, since the vendors' libraries read real environment variables: builds an
 * identity, says so to the given address, then uses it twice and prints what came of it.
 */
final class IdentityProbe {
  private IdentityProbe() {}

  private interface Use {
    String get() throws Exception;
  }

  public static void main(String[] args) throws Exception {
    Use use = use(args[0]);
    HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(args[1])).build(), BodyHandlers.discarding());
    for (int i = 0; i < 2; i++) {
      try {
        System.out.println("used " + use.get());
      } catch (Exception e) {
        ProviderException failure = Failures.in(e).orElseThrow(() -> new AssertionError(e));
        System.out.println(failure.kind() + " " + failure.getMessage().replace('\n', ' '));
      }
    }
    System.exit(0);
  }

  private static Use use(String cloud) {
    Identity all =
        Identity.of(
            Cloud.valueOf(cloud.toUpperCase(Locale.ROOT)), IdentitySettings.NONE, System.getenv());
    return switch (cloud) {
      case "aws" -> {
        AwsCredentialsProvider identity = all.aws("us-east-1");
        yield () -> identity.resolveCredentials().accessKeyId();
      }
      case "azure" -> {
        Authorization identity = all.azure();
        yield () -> identity.header(new Cancellation());
      }
      case "gcp" -> {
        com.google.auth.Credentials identity = all.google();
        yield () ->
            identity
                .getRequestMetadata(URI.create("https://aiplatform.googleapis.com"))
                .get("Authorization")
                .getFirst();
      }
      default -> throw new IllegalArgumentException(cloud);
    };
  }
}
