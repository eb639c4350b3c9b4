package dev.trefoil.fuzz;

import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.ResponseSink;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;

/** A core at the other end of a connection. */
record HttpSender(HttpClient client, int port) implements HttpHandler {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  static HttpSender to(int port) {
    return new HttpSender(
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), port);
  }

  @Override
  public void handle(HttpCall call, ResponseSink sink) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + call.path()))
            .timeout(PATIENCE)
            .method(call.method(), BodyPublishers.ofByteArray(call.body().readAllBytes()));
    call.headers().forEach(request::header);
    HttpResponse<byte[]> answer;
    try {
      answer = client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    Headers headers = new Headers();
    answer
        .headers()
        .map()
        .forEach((name, values) -> headers.addAll(name.toLowerCase(Locale.ROOT), values));
    try (OutputStream out = sink.start(answer.statusCode(), headers)) {
      out.write(answer.body());
    }
  }
}
