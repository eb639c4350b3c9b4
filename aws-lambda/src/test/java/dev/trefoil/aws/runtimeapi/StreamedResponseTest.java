package dev.trefoil.aws.runtimeapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.lambda.EmulatedInvocation;
import dev.trefoil.emulators.lambda.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers in chunks, byte by byte and token by token. */
class StreamedResponseTest {
  private static final String PRELUDE = "{\"statusCode\":200,\"headers\":{}}";
  private static final String ZEROS = "\0\0\0\0\0\0\0\0";

  @Test
  void itIsWrittenByteByByte() throws Exception {
    try (RunningLoop loop =
        RunningLoop.start(
            (invocation, answer) -> {
              try (OutputStream out = answer.stream(bytes(PRELUDE))) {
                out.write(bytes("data: grün\n\n"));
                out.flush();
                out.flush();
                out.write(bytes("data: [DONE]\n\n"));
              }
            })) {
      EmulatedInvocation invocation = loop.api().invoke(bytes("{}"));

      assertThat(text(invocation.request()))
          .isEqualTo(
              """
              POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\r
              Host: %s\r
              User-Agent: trefoil\r
              Content-Type: application/vnd.awslambda.http-integration-response\r
              Lambda-Runtime-Function-Response-Mode: streaming\r
              Transfer-Encoding: chunked\r
              Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r
              Connection: close\r
              \r
              34\r
              {"statusCode":200,"headers":{}}%sdata: grün\n\n\r
              e\r
              data: [DONE]\n\n\r
              0\r
              \r
              """
                  .formatted(invocation.id(), loop.api().address(), ZEROS));
      Outcome.Streamed streamed = (Outcome.Streamed) invocation.outcome();
      assertThat(streamed.answer().prelude().path("statusCode").asInt()).isEqualTo(200);
      assertThat(text(streamed.answer().body())).isEqualTo("data: grün\n\ndata: [DONE]\n\n");
      assertThat(loop.api().faults()).isEmpty();
    }
  }

  /** The handler may write a token only after the one before has arrived at the platform. */
  @Test
  void tokensArriveOneByOne() throws Exception {
    Semaphore allowed = new Semaphore(0);
    try (RunningLoop loop =
        RunningLoop.start(
            (invocation, answer) -> {
              OutputStream out = answer.stream(bytes(PRELUDE));
              for (int i = 0; i < 50; i++) {
                allowed.acquireUninterruptibly();
                out.write(bytes("token " + i));
                out.flush();
              }
            })) {
      EmulatedInvocation invocation = loop.api().invoke(bytes("{}"));
      for (int i = 0; i < 50; i++) {
        assertThat(invocation.hasChunk()).isFalse();
        allowed.release();
        assertThat(text(invocation.nextChunk().orElseThrow()))
            .isEqualTo((i == 0 ? PRELUDE + ZEROS : "") + "token " + i);
      }
      assertThat(invocation.nextChunk()).isEmpty();
      assertThat(loop.api().faults()).isEmpty();
    }
  }

  @Test
  void anAnswerWithoutABodyIsItsPrelude() throws Exception {
    try (RunningLoop loop =
        RunningLoop.start(
            (invocation, answer) -> answer.stream(bytes("{\"statusCode\":204}")).close())) {
      EmulatedInvocation invocation = loop.api().invoke(bytes("{}"));

      Outcome.Streamed streamed = (Outcome.Streamed) invocation.outcome();
      assertThat(streamed.answer().prelude().path("statusCode").asInt()).isEqualTo(204);
      assertThat(streamed.answer().body()).isEmpty();
    }
  }

  /** What is written without a flush goes when there is much of it. */
  @Test
  void aLongAnswerIsNotGatheredInMemory() throws Exception {
    try (RunningLoop loop =
        RunningLoop.start(
            (invocation, answer) -> {
              OutputStream out = answer.stream(bytes(PRELUDE));
              for (int i = 0; i < 1_000; i++) {
                out.write(new byte[] {'1', '2', '3', '4', '5', '6', '7', '8', '9', '0'});
                out.write(new byte[200], 0, 90);
                out.write('x');
              }
            })) {
      EmulatedInvocation invocation = loop.api().invoke(bytes("{}"));
      int chunks = 0;
      for (Optional<byte[]> one = invocation.nextChunk();
          one.isPresent();
          one = invocation.nextChunk()) {
        chunks++;
        assertThat(one.get().length).isLessThan((16 << 10) + 100);
      }

      assertThat(chunks).isEqualTo(7);
      assertThat(((Outcome.Streamed) invocation.outcome()).answer().body()).hasSize(101_000);
    }
  }

  @Test
  void aFailureMidwayIsToldInTrailersBehindWhatThereWas() throws Exception {
    try (RunningLoop loop =
        RunningLoop.start(
            (invocation, answer) -> {
              OutputStream out = answer.stream(bytes(PRELUDE));
              out.write(bytes("one"));
              out.flush();
              out.write(bytes(" two"));
              throw new IllegalStateException("a secret prompt");
            })) {
      EmulatedInvocation invocation = loop.api().invoke(bytes("{}"));

      Outcome.StreamedUntilError failed = (Outcome.StreamedUntilError) invocation.outcome();
      assertThat(text(failed.answer().body())).isEqualTo("one two");
      assertThat(failed.type()).isEqualTo("Function.Failed");
      assertThat(failed.body())
          .isEqualTo(
              "{\"errorMessage\":\"The function failed; its log says why: "
                  + invocation.id()
                  + "\",\"errorType\":\"Function.Failed\",\"stackTrace\":[]}");
      assertThat(text(invocation.request()))
          .contains("\r\n0\r\nLambda-Runtime-Function-Error-Type: Function.Failed\r\n")
          .endsWith("\r\n\r\n");
      assertThat(loop.api().faults()).isEmpty();
    }
  }

  @Test
  void aFailureBeforeAnythingIsSentIsAnErrorInItsPlace() throws Exception {
    try (RunningLoop loop =
        RunningLoop.start(
            (invocation, answer) -> {
              answer.stream(bytes(PRELUDE)).write(bytes("one"));
              throw new IllegalStateException("early");
            })) {
      EmulatedInvocation invocation = loop.api().invoke(bytes("{}"));

      assertThat(invocation.outcome()).isInstanceOf(Outcome.Failed.class);
      assertThat(text(invocation.request())).contains("/error HTTP/1.1\r\n").doesNotContain("one");
      assertThat(loop.api().faults()).isEmpty();
    }
  }

  @Test
  void aPlatformThatTakesNoMoreIsNoticedByTheNextWritesAndTheNextIsAnswered() throws Exception {
    CompletableFuture<IOException> noticed = new CompletableFuture<>();
    try (RunningLoop loop =
        RunningLoop.start(
            (invocation, answer) -> {
              OutputStream out = answer.stream(bytes(PRELUDE));
              boolean endless = text(invocation.event()).equals("\"endless\"");
              try {
                do {
                  out.write(bytes("token"));
                  out.flush();
                } while (endless);
              } catch (IOException e) {
                noticed.complete(e);
                throw e;
              }
            })) {
      EmulatedInvocation left = loop.api().invoke(bytes("\"endless\""));
      left.nextChunk();
      left.cut();

      assertThat(noticed.join()).isInstanceOf(IOException.class);
      assertThat(left.outcome())
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed -> assertThat(failed.type()).isEqualTo("Runtime.TruncatedResponse"));
      assertThat(loop.api().invoke(bytes("\"one\"")).outcome())
          .isInstanceOf(Outcome.Streamed.class);
      assertThat(loop.api().faults()).isEmpty();
    }
  }

  /** Also where the handler takes a failed write for a caller that has left. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void oneThatIsLongerThanLambdaStreamsEndsWithAnError(boolean swallowed) throws Exception {
    byte[] megabyte = new byte[1_000_000];
    try (RunningLoop loop =
        RunningLoop.start(
            (invocation, answer) -> {
              OutputStream out = answer.stream(bytes(PRELUDE));
              try {
                for (int i = 0; i <= 200; i++) {
                  out.write(megabyte);
                }
              } catch (IOException e) {
                if (!swallowed) {
                  throw e;
                }
              }
            })) {
      EmulatedInvocation invocation = loop.api().invoke(bytes("{}"));
      long sent = 0;
      for (Optional<byte[]> one = invocation.nextChunk();
          one.isPresent();
          one = invocation.nextChunk()) {
        sent += one.get().length;
      }

      Outcome.StreamedUntilError failed = (Outcome.StreamedUntilError) invocation.outcome();
      assertThat(failed.type()).isEqualTo("Function.ResponseSizeTooLarge");
      assertThat(sent).isBetween(199_000_000L, StreamedResponse.MAX_BYTES);
      assertThat(loop.api().faults()).isEmpty();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
