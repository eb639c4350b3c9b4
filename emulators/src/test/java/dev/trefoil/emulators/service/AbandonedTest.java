package dev.trefoil.emulators.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.Json;
import dev.trefoil.emulators.Pace;
import dev.trefoil.emulators.Reply;
import dev.trefoil.emulators.openai.OpenAiEmulator;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How HTTP services notice that a client has left. */
@Timeout(60)
class AbandonedTest {

  private final OpenAiEmulator emulator = OpenAiEmulator.start("openai");

  @AfterEach
  void close() {
    emulator.close();
  }

  private Socket ask(boolean stream) throws IOException {
    var socket = new Socket("127.0.0.1", emulator.endpoint().getPort());
    String body =
        "{\"model\":\"m\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(stream, "word ".repeat(50));
    String head =
        "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"
            .formatted(body.length());
    socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  static Stream<Failure> holding() {
    return Stream.of(new Failure.Silent(), new Failure.Slow(3_600_000), new Failure.Stall(1));
  }

  @ParameterizedTest
  @MethodSource("holding")
  void whoeverLeavesWhileNothingIsSentIsNoticed(Failure failure)
      throws IOException, InterruptedException {
    emulator.controls().fault(Fault.always(failure));
    for (int i = 1; i <= 2; i++) {
      ask(i == 1).close();
      emulator.controls().awaitAbandoned(i);
    }
    assertThat(emulator.controls().abandoned()).isEqualTo(2);
  }

  @Test
  void whoeverLeavesInTheMiddleIsNoticedWhenTokensCannotBeSent()
      throws IOException, InterruptedException {
    // More than any socket's buffers hold: sooner or later a write must fail.
    JsonNode chunk =
        Json.of("{'choices':[{'delta':{'content':'%s'}}]}".formatted("x".repeat(1 << 20)));
    emulator.controls().replies(List.of(new Reply.Events(Collections.nCopies(32, chunk))));
    var socket = new CompletableFuture<Socket>();
    emulator
        .controls()
        .pace(
            token -> {
              if (token == 1) {
                close(socket.join());
              }
            });
    socket.complete(ask(true));
    emulator.controls().awaitAbandoned(1);
    emulator.controls().pace(Pace.FREE);
    try (Socket patient = ask(false)) {
      assertThat(patient.getInputStream().read()).isPositive();
    }
    assertThat(emulator.controls().abandoned()).isEqualTo(1);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
