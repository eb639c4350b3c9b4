package dev.trefoil.door.messages;

import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.attempt.Trail;
import dev.trefoil.benchmarks.translation.Conversations;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Usage;
import dev.trefoil.door.EventStream;
import dev.trefoil.door.Problem;
import dev.trefoil.fallback.Answered;
import dev.trefoil.http.Headers;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.routing.RoutingPreferences;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Anthropic's wire format at the front door: a request of a kilobyte in, an answer out. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MessagesDoorBenchmark {
  private static final int TOKENS = 100;
  private static final String ID = "4b8b3b4c-7a51-4f0e-9a5e-0f3c3b8f2f10";

  private final byte[] body = body();
  private final AnswerStart start =
      new AnswerStart(
          new Target("bedrock", "us.anthropic.claude-sonnet-4-6"), Trail.NONE, List.of());
  private final Answered answered =
      new Answered(Trail.NONE, new Usage(200, TOKENS), false, Optional.empty(), Optional.empty());
  private final TextDelta token = new TextDelta("token ");
  private final ChoiceFinished stop = new ChoiceFinished(0, FinishReason.STOP);
  private final Finished end = new Finished(new Usage(200, TOKENS));

  @Benchmark
  public Object parseRequest() throws Problem {
    return MessagesParser.create(body, new Headers(), RoutingPreferences.NONE);
  }

  /** An answer of {@value #TOKENS} tokens as one JSON object. */
  @Benchmark
  public void renderPlainAnswer() throws IOException {
    WholeAnswer answer = new WholeAnswer(ID);
    answer.onStart(start);
    for (int i = 0; i < TOKENS; i++) {
      answer.onEvent(token);
    }
    answer.onEvent(stop);
    answer.onEvent(end);
    answer.send(answered, List.of(), (status, headers) -> OutputStream.nullOutputStream());
  }

  /** A token of a stream, which has {@value #TOKENS}. */
  @Benchmark
  @OperationsPerInvocation(TOKENS)
  public void renderStreamedToken() throws IOException {
    try (EventStream events =
            new EventStream(
                ID,
                new MessageStream(ID),
                List.of(),
                (status, headers) -> OutputStream.nullOutputStream(),
                Optional.empty(),
                new Cancellation());
        StreamedAnswer answer = new StreamedAnswer(ID, target -> 200, events)) {
      answer.onStart(start);
      for (int i = 0; i < TOKENS; i++) {
        answer.onEvent(token);
      }
      answer.onEvent(stop);
      answer.onEvent(end);
      events.done(answered);
    }
  }

  private static byte[] body() {
    String message = "{\"role\":\"%s\",\"content\":\"" + Conversations.TEXT + "\"}";
    return ("{\"model\":\"chat\",\"stream\":true,\"max_tokens\":1000,\"messages\":["
            + message.formatted("user")
            + ","
            + message.formatted("assistant")
            + ","
            + message.formatted("user")
            + "]}")
        .getBytes(StandardCharsets.UTF_8);
  }
}
