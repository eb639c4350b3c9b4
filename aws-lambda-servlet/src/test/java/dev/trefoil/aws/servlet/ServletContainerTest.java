package dev.trefoil.aws.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.chat.Deadline;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.Principal;
import dev.trefoil.http.RecordedResponse;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** AWS's container as it is used here. */
@Timeout(60)
class ServletContainerTest {
  private static final Deadline DEADLINE = Deadline.after(Duration.ofSeconds(20));

  private static HttpCall call(String path, String body, Optional<Principal> principal) {
    return new HttpCall(
        "POST",
        path,
        new Headers().set("content-type", "text/plain").set("x-name", "value"),
        new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
        DEADLINE,
        principal);
  }

  private static RecordedResponse answer(HttpHandler container, HttpCall call) throws IOException {
    RecordedResponse response = new RecordedResponse();
    container.handle(call, response);
    return response;
  }

  private static final HttpHandler ECHO =
      (call, sink) -> {
        byte[] body = call.body().readAllBytes();
        Headers headers =
            new Headers()
                .set("content-type", "text/event-stream")
                .set("x-path", call.path())
                .set("x-principal", call.principal().map(Principal::name).orElse("nobody"));
        try (OutputStream out = sink.start(200, headers)) {
          out.write(body);
        }
      };

  @Test
  void textThatIsNoJsonKeepsItsLetters() throws IOException {
    RecordedResponse response =
        answer(Containers.around(ECHO), call("/a", "data: Grüße, 世界 🍀", Optional.empty()));

    assertThat(response.body()).isEqualTo("data: Grüße, 世界 🍀");
    assertThat(response.header("content-type")).startsWith("text/event-stream");
  }

  @Test
  void theDeadlineIsTheInvocations() throws IOException {
    List<Deadline> seen = new ArrayList<>();
    HttpHandler core =
        (call, sink) -> {
          seen.add(call.deadline());
          sink.start(204, new Headers());
        };

    answer(Containers.around(core), call("/", "", Optional.empty()));

    assertThat(seen).containsExactly(DEADLINE);
  }

  @Test
  void aFilterSeesWhomTheDoorHasVerifiedAndCanNameAnother() throws IOException {
    List<String> seen = new ArrayList<>();
    Filter renaming =
        (request, response, chain) -> {
          HttpServletRequest http = (HttpServletRequest) request;
          seen.add(
              http.getRemoteUser() + " " + http.getRequestURI() + " " + http.getHeader("X-Name"));
          chain.doFilter(
              new HttpServletRequestWrapper(http) {
                @Override
                public java.security.Principal getUserPrincipal() {
                  return () -> "another";
                }
              },
              response);
        };

    RecordedResponse response =
        answer(
            Containers.around(ECHO, renaming),
            call("/v1/x", "", Optional.of(new Principal("arn"))));

    assertThat(seen).containsExactly("arn /v1/x value");
    assertThat(response.header("x-principal")).isEqualTo("another");
  }

  @Test
  void aFilterCanLookAtAllOfARequestWhateverItsPath() throws IOException {
    List<String> seen = new ArrayList<>();
    Filter looking =
        (request, response, chain) -> {
          HttpServletRequest http = (HttpServletRequest) request;
          seen.add(http.getMethod() + " " + http.getPathInfo() + " " + http.getRequestURL());
          seen.add(
              http.getQueryString() + " " + http.getParameter("x") + " " + http.getRemoteUser());
          seen.add(http.getScheme() + " " + http.getRemoteAddr() + " " + http.getCookies().length);
          seen.add(http.getContextPath() + http.getServletPath() + " " + http.getAuthType());
          seen.add(
              http.isSecure() + " " + http.getContentLength() + " " + http.getCharacterEncoding());
          chain.doFilter(request, response);
        };

    for (String path : List.of("/a%20b", "/%zz", "//x//")) {
      RecordedResponse response =
          answer(Containers.around(ECHO, looking), call(path, "x", Optional.empty()));

      assertThat(response.header("x-path")).isEqualTo(path);
    }
    assertThat(seen).hasSize(15).anyMatch(line -> line.startsWith("POST /a b https://"));
  }

  @Test
  void aFilterCanRefuseACallBeforeOthersSeeIt() throws IOException {
    List<String> seen = new ArrayList<>();
    Filter refusing =
        (request, response, chain) -> {
          ((HttpServletResponse) response).setStatus(403);
          response.getWriter().print("not you");
        };
    Filter noting =
        (request, response, chain) -> {
          seen.add("noting");
          chain.doFilter(request, response);
        };

    RecordedResponse response =
        answer(Containers.around(ECHO, refusing, noting), call("/", "x", Optional.empty()));

    assertThat(response.status()).isEqualTo(403);
    assertThat(response.body()).isEqualTo("not you");
    assertThat(seen).isEmpty();
  }

  /** The container's own answer would be "502 Gateway Timeout". */
  @Test
  void whatFailsBeforeTheCoreFailsTheInvocation() {
    Filter failing =
        (request, response, chain) -> {
          throw new IllegalStateException("a filter's own");
        };
    Filter leaving =
        (request, response, chain) -> {
          throw new EOFException("gone");
        };

    assertThatThrownBy(
            () -> answer(Containers.around(ECHO, failing), call("/", "", Optional.empty())))
        .hasMessage("a filter's own");
    assertThatThrownBy(
            () -> answer(Containers.around(ECHO, leaving), call("/", "", Optional.empty())))
        .isInstanceOf(EOFException.class);
  }

  @Test
  void concurrentCallsHaveAnswersOfTheirOwn() throws Exception {
    int calls = 8;
    CyclicBarrier together = new CyclicBarrier(calls);
    HttpHandler container =
        Containers.around(
            (call, sink) -> {
              try {
                together.await();
              } catch (Exception e) {
                throw new IOException(e);
              }
              ECHO.handle(call, sink);
            });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<RecordedResponse>> answers = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        HttpCall call = call("/" + i, "body " + i, Optional.of(new Principal("caller-" + i)));
        answers.add(threads.submit(() -> answer(container, call)));
      }
      for (int i = 0; i < calls; i++) {
        RecordedResponse response = answers.get(i).get();
        assertThat(response.body()).isEqualTo("body " + i);
        assertThat(response.header("x-path")).isEqualTo("/" + i);
        assertThat(response.header("x-principal")).isEqualTo("caller-" + i);
      }
    }
  }
}
