package dev.trefoil.aws;

import com.amazonaws.serverless.proxy.RequestReader;
import com.amazonaws.services.lambda.runtime.Context;
import dev.trefoil.chat.Deadline;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;

/** Hands the container's requests to the core, and the core's responses to the container. */
final class TrefoilServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** What is kept back of the invocation's time, so that Lambda never cuts an answer. */
  private static final Duration MARGIN = Duration.ofMillis(500);

  private final transient HttpHandler handler;

  TrefoilServlet(HttpHandler handler) {
    this.handler = handler;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Context context = (Context) request.getAttribute(RequestReader.LAMBDA_CONTEXT_PROPERTY);
    Deadline deadline =
        Deadline.after(Duration.ofMillis(context.getRemainingTimeInMillis()).minus(MARGIN));
    EventFacts facts = EventFacts.of(request);
    handler.handle(
        new HttpCall(
            request.getMethod(),
            facts.path(),
            facts.headers(),
            request.getInputStream(),
            deadline,
            facts.principal()),
        (status, headers) -> {
          response.setStatus(status);
          headers.forEach(response::addHeader);
          return response.getOutputStream();
        });
  }
}
