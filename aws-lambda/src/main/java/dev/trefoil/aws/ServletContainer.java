package dev.trefoil.aws;

import com.amazonaws.serverless.exceptions.ContainerInitializationException;
import com.amazonaws.serverless.proxy.ExceptionHandler;
import com.amazonaws.serverless.proxy.RequestReader;
import com.amazonaws.serverless.proxy.ResponseWriter;
import com.amazonaws.serverless.proxy.SecurityContextWriter;
import com.amazonaws.serverless.proxy.internal.servlet.AwsHttpServletResponse;
import com.amazonaws.serverless.proxy.internal.servlet.AwsLambdaServletContainerHandler;
import com.amazonaws.serverless.proxy.model.AwsProxyResponse;
import com.amazonaws.services.lambda.runtime.Context;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/**
 * AWS's container for servlets in Lambda, around one servlet.
 *
 * @param <E> the event's format
 */
final class ServletContainer<E>
    extends AwsLambdaServletContainerHandler<
        E, AwsProxyResponse, HttpServletRequest, AwsHttpServletResponse> {
  private final Servlet servlet;

  ServletContainer(
      Class<E> eventType,
      RequestReader<E, HttpServletRequest> reader,
      ResponseWriter<AwsHttpServletResponse, AwsProxyResponse> writer,
      SecurityContextWriter<E> security,
      ExceptionHandler<AwsProxyResponse> failures,
      Servlet servlet)
      throws ContainerInitializationException {
    super(eventType, AwsProxyResponse.class, reader, writer, security, failures);
    this.servlet = servlet;
    // The log is ours: no line of the container's own for each call.
    setLogFormatter(null);
    // A servlet that is not registered, with a mapping, is answered for with an empty 200.
    getServletContext().addServlet("trefoil", servlet).addMapping("/*");
    initialize();
  }

  @Override
  protected AwsHttpServletResponse getContainerResponse(
      HttpServletRequest request, CountDownLatch latch) {
    return new AwsHttpServletResponse(request, latch);
  }

  @Override
  protected void handleRequest(
      HttpServletRequest request, AwsHttpServletResponse response, Context context)
      throws ServletException, IOException {
    doFilter(request, response, servlet);
  }
}
