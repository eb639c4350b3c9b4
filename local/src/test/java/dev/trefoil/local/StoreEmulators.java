package dev.trefoil.local;

import dev.trefoil.chat.Deadline;
import dev.trefoil.emulators.cloud.EmulatedCloud;
import dev.trefoil.local.child.ChildLogs;
import dev.trefoil.store.StoreException.Unreachable;
import dev.trefoil.store.StoreHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** What the stores' tests share: identities, TLS that the stores' client trusts, and logs. */
final class StoreEmulators {
  static final EmulatedCloud CLOUD = EmulatedCloud.start(Map.of());

  private static final HttpClient ANYBODY =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .sslContext(CLOUD.tls().clientContext())
          .build();

  static {
    trust();
  }

  private StoreEmulators() {}

  /** The client of all stores is made by the first exchange, with what is trusted then. */
  private static void trust() {
    try {
      SSLContext before = SSLContext.getDefault();
      SSLContext.setDefault(CLOUD.tls().clientContext());
      try {
        var unused =
            StoreHttp.send(
                "nothing",
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:1/")).build(),
                Deadline.after(Duration.ofSeconds(5)));
      } catch (Unreachable e) {
        // As it is to be: the client is there.
      } finally {
        SSLContext.setDefault(before);
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static ChildLogs logs(String cloud) throws IOException {
    Path folder = RunningClouds.home().resolve("target/stores/" + cloud);
    return ChildLogs.in(folder, Optional.empty());
  }

  /** As someone gets a link who has nothing but that. */
  static HttpResponse<byte[]> get(URI uri) throws IOException, InterruptedException {
    return ANYBODY.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
  }
}
