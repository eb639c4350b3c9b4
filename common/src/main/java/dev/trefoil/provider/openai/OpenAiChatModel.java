package dev.trefoil.provider.openai;

import com.fasterxml.jackson.core.JsonFactory;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.identity.Authorization;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ChatModel;
import dev.trefoil.provider.Failures;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Chat models behind {@code POST {baseUrl}/chat/completions}: Azure OpenAI, where the model is a
 * deployment's name, and servers that speak the same.
 *
 * <p>A {@code finish_reason} is the end mark: with it an answer is complete even if {@code [DONE]}
 * is missing, without it none is. Memory per call is bounded: an event of a stream may have 1 MiB,
 * a whole answer 16 MiB, an error's body 64 KiB.
 */
public final class OpenAiChatModel implements ChatModel {
  private static final int MOST_IN_EVENT = 1 << 20;
  private static final int MOST_IN_ANSWER = 16 << 20;
  private static final int MOST_IN_ERROR = 1 << 16;
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

  private final HttpClient client;
  private final URI uri;
  private final Authorization authorization;
  private final JsonFactory json = new JsonFactory();

  private OpenAiChatModel(OpenAiSettings settings, Authorization authorization) {
    // HTTP/1.1: a pooled connection a call, none of HTTP/2's stream limits; to an http address the
    // JDK's default would add an upgrade to every request.
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.connectTimeout())
            .build();
    this.uri = settings.chatCompletions();
    this.authorization = authorization;
  }

  /** Builds the client; opens no connection and asks for no token. */
  public static ChatModel create(OpenAiSettings settings, Authorization authorization) {
    return new OpenAiChatModel(settings, authorization);
  }

  @Override
  public void chat(ChatRequest request, String model, CallContext context, ChatListener listener)
      throws ProviderException {
    if (context.cancellation().isCancelled()) {
      throw Failures.cancelled();
    }
    HttpRequest post = post(request, model);
    OpenAiAnswer answer = new OpenAiAnswer(listener);
    try (Exchange exchange = Exchange.begin(client, post, context.cancellation())) {
      if (exchange.response().statusCode() != 200) {
        throw refusal(exchange);
      } else if (request.stream()) {
        stream(exchange, context.cancellation(), answer);
      } else {
        whole(exchange, answer);
      }
    } catch (InterruptedIOException e) {
      throw Failures.interrupted(e);
    } catch (IOException e) {
      throw context.cancellation().isCancelled()
          ? Failures.cancelled()
          : OpenAiErrors.brokenOff(e, answer.hasText());
    }
  }

  private HttpRequest post(ChatRequest request, String model) throws ProviderException {
    String header = authorization.header();
    try {
      return HttpRequest.newBuilder(uri)
          .header("Authorization", header)
          .header("Content-Type", "application/json")
          .header("Accept", request.stream() ? "text/event-stream" : "application/json")
          .POST(BodyPublishers.ofByteArray(ChatRequestWriter.write(json, request, model)))
          .build();
    } catch (IllegalArgumentException e) {
      // Without the cause: it quotes the header.
      throw new ProviderException(Kind.AUTH, "the authorization cannot stand in a header");
    }
  }

  private ProviderException refusal(Exchange exchange) {
    byte[] body;
    try {
      body = exchange.body().readNBytes(MOST_IN_ERROR);
    } catch (IOException e) {
      body = new byte[0]; // The status says enough.
    }
    return OpenAiErrors.of(
        exchange.response().statusCode(),
        ErrorBody.read(json, body, body.length),
        RetryAfter.in(exchange.response().headers(), Instant.now()));
  }

  private void whole(Exchange exchange, OpenAiAnswer answer) throws ProviderException, IOException {
    byte[] body = exchange.body().readNBytes(MOST_IN_ANSWER + 1);
    if (body.length > MOST_IN_ANSWER) {
      throw new TooLongException("the answer", MOST_IN_ANSWER);
    }
    Chunk whole = Chunk.read(json, body, body.length);
    if (whole.error()) {
      throw OpenAiErrors.inAnswer(ErrorBody.read(json, body, body.length));
    }
    answer.take(whole);
    answer.finish();
  }

  private void stream(Exchange exchange, Cancellation cancellation, OpenAiAnswer answer)
      throws ProviderException, IOException {
    SseReader events = new SseReader(exchange.body(), MOST_IN_EVENT);
    try {
      while (events.next() && !events.dataIs(DONE)) {
        if (cancellation.isCancelled()) {
          throw Failures.cancelled();
        }
        Chunk chunk = Chunk.read(json, events.data(), events.length());
        if (chunk.error() && !answer.isComplete()) {
          throw OpenAiErrors.inAnswer(ErrorBody.read(json, events.data(), events.length()));
        }
        answer.take(chunk);
      }
    } catch (IOException e) {
      if (!answer.isComplete()) {
        throw e;
      }
    }
    answer.finish();
    exchange.drain();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
