package dev.trefoil.identity;

import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.policy.Cloud;
import dev.trefoil.provider.Cancellation;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * A process of its own: asks for the credential of each of the three services, many times at once,
 * and says how many different ones it got.
 */
final class ColdCallsProbe {
  static final int CALLS = 64;

  private ColdCallsProbe() {}

  public static void main(String[] args) throws Exception {
    Identity identity =
        Identity.of(
            Cloud.valueOf(args[0]),
            TrefoilConfig.load(System.getenv()).identity(),
            System.getenv());
    AwsCredentialsProvider aws = identity.aws("us-east-1");
    Authorization azure = identity.azure();
    com.google.auth.Credentials google = identity.google();
    List<Callable<String>> uses =
        List.of(
            () -> aws.resolveCredentials().accessKeyId(),
            () -> azure.header(new Cancellation()),
            () ->
                google
                    .getRequestMetadata(URI.create("https://aiplatform.googleapis.com"))
                    .toString());
    CountDownLatch start = new CountDownLatch(1);
    try (var threads = Executors.newCachedThreadPool()) {
      for (Callable<String> use : uses) {
        List<Future<String>> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
          calls.add(
              threads.submit(
                  () -> {
                    start.await();
                    return use.call();
                  }));
        }
        start.countDown();
        List<String> got = new ArrayList<>();
        for (Future<String> call : calls) {
          got.add(call.get());
        }
        System.out.println(got.size() + " calls, " + got.stream().distinct().count() + " answer");
      }
    }
    System.exit(0);
  }
}
