// Asks a cloud's function a question, as any client would, and says what came of it.
package dev.trefoil.local.drill;

import dev.trefoil.local.drill.Reply.MalformedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A client of the three functions. Used by many threads at once. */
final class Caller implements AutoCloseable {
  /** Longer than any platform lets a function answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * What came of a question.
   *
   * @param reply what came; empty where that was no reply
   * @param provider the service that the headers name; empty where they name none
   * @param trail the attempts, as the headers list them
   * @param unchecked whether it says that a guardrail could not be had
   */
  record Outcome(
      Question question,
      Verdict verdict,
      Optional<Reply> reply,
      String provider,
      String trail,
      boolean unchecked) {

    /** How many the reply says were made; 0 where it does not say. */
    int attempts() {
      return reply.map(Reply::attempts).orElse(OptionalInt.empty()).orElse(0);
    }
  }

  /**
   * Asks, and waits for all of the answer.
   *
   * @param model a route, or a target written out
   */
  Outcome ask(int port, Question question, String model) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
            .header("content-type", "application/json")
            .header("x-request-id", question.id())
            .timeout(PATIENCE)
            .POST(BodyPublishers.ofString(question.body(model)))
            .build();
    HttpResponse<String> response;
    try {
      response = client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      return new Outcome(
          question, Verdict.wrong("no reply: " + e), Optional.empty(), "", "", false);
    }
    HttpHeaders headers = response.headers();
    String provider = headers.firstValue("x-trefoil-provider").orElse("");
    String trail = headers.firstValue("x-trefoil-trail").orElse("");
    boolean unchecked =
        (headers.firstValue("x-trefoil-guardrails").orElse("") + response.body())
            .contains("outcome=unchecked");
    try {
      Reply reply =
          Reply.read(
              response.statusCode(),
              headers.firstValue("content-type").orElse(""),
              attempts(headers),
              response.body());
      return new Outcome(
          question, Verdict.of(question, reply), Optional.of(reply), provider, trail, unchecked);
    } catch (MalformedException e) {
      return new Outcome(
          question, Verdict.wrong(e.getMessage()), Optional.empty(), provider, trail, unchecked);
    }
  }

  private static OptionalInt attempts(HttpHeaders headers) {
    OptionalLong told = headers.firstValueAsLong("x-trefoil-attempts");
    return told.isPresent() ? OptionalInt.of((int) told.getAsLong()) : OptionalInt.empty();
  }

  @Override
  public void close() {
    client.close();
  }
}
