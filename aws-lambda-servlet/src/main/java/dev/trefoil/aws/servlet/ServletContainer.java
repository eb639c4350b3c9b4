// aws-serverless-java-container without what it gets wrong: the reading and writing of events.
package dev.trefoil.aws.servlet;

import com.amazonaws.serverless.exceptions.ContainerInitializationException;
import com.amazonaws.serverless.proxy.AwsProxyExceptionHandler;
import com.amazonaws.serverless.proxy.internal.LambdaContainerHandler;
import com.amazonaws.serverless.proxy.internal.servlet.AwsHttpServletResponse;
import com.amazonaws.serverless.proxy.internal.servlet.AwsLambdaServletContainerHandler;
import com.amazonaws.serverless.proxy.internal.servlet.AwsProxyHttpServletResponseWriter;
import com.amazonaws.serverless.proxy.model.AwsProxyResponse;
import com.amazonaws.services.lambda.runtime.Context;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.servlet.TrefoilServlet;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/**
 * AWS's container around the servlet. It is given calls as our own reader of events has them, for
 * its own loses headers of single-value ALB events and cuts those of HTTP APIs at commas; with whom
 * our door has verified, and nobody else; and no Lambda context, which it would keep in a field
 * that concurrent invocations share. {@code ContainerFaultsTest} has the faults.
 */
final class ServletContainer
    extends AwsLambdaServletContainerHandler<
        CallEvent, AwsProxyResponse, HttpServletRequest, AwsHttpServletResponse>
    implements HttpHandler {
  /** Of a call without a deadline, of which there is none here. */
  private static final Duration TIME = Duration.ofSeconds(60);

  static {
    // Its ISO 8859-1 would break text that is no JSON.
    LambdaContainerHandler.getContainerConfig().setDefaultContentCharset("UTF-8");
    // Else it answers "502 Gateway Timeout" to whatever fails, and prints a stack trace.
    LambdaContainerHandler.getContainerConfig().setDisableExceptionMapper(true);
  }

  private final Servlet servlet;

  private ServletContainer(Servlet servlet) {
    super(
        CallEvent.class,
        AwsProxyResponse.class,
        new CallReader(),
        new AwsProxyHttpServletResponseWriter(),
        (event, context) -> new VerifiedCaller(event.call().principal()),
        new AwsProxyExceptionHandler());
    this.servlet = servlet;
  }

  /**
   * Starts a container.
   *
   * @param filters see every call before the core does, the first first
   */
  static ServletContainer around(HttpHandler core, List<Filter> filters) {
    ServletContainer container =
        new ServletContainer(new FilteredServlet(filters, new TrefoilServlet(core, TIME)));
    container.setLogFormatter(null);
    var registration = container.getServletContext().addServlet("trefoil", container.servlet);
    registration.addMapping("/*");
    registration.setLoadOnStartup(1);
    try {
      container.initialize();
    } catch (ContainerInitializationException e) {
      throw new IllegalStateException("the servlet container does not start", e);
    }
    return container;
  }

  @Override
  public void handle(HttpCall call, ResponseSink sink) throws IOException {
    AwsProxyResponse response = answered(call);
    Headers headers = new Headers();
    response
        .getMultiValueHeaders()
        .forEach((name, values) -> headers.addAll(name.toLowerCase(Locale.ROOT), values));
    try (OutputStream out = sink.start(response.getStatusCode(), headers)) {
      out.write(body(response));
    }
  }

  private AwsProxyResponse answered(HttpCall call) throws IOException {
    try {
      return proxy(new CallEvent(call), null);
    } catch (RuntimeException e) {
      // What it wraps is what the servlet or a filter threw.
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw e;
    }
  }

  private static byte[] body(AwsProxyResponse response) {
    if (response.getBody() == null) {
      return new byte[0];
    }
    return response.isBase64Encoded()
        ? Base64.getDecoder().decode(response.getBody())
        : response.getBody().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  protected AwsHttpServletResponse getContainerResponse(
      HttpServletRequest request, CountDownLatch latch) {
    return new CallResponse(request, latch);
  }

  @Override
  protected void handleRequest(
      HttpServletRequest request, AwsHttpServletResponse response, Context context)
      throws ServletException, IOException {
    doFilter(request, response, servlet);
  }
}
