package dev.trefoil.aws;

import com.amazonaws.serverless.exceptions.ContainerInitializationException;
import com.amazonaws.serverless.proxy.AwsHttpApiV2SecurityContextWriter;
import com.amazonaws.serverless.proxy.AwsProxyExceptionHandler;
import com.amazonaws.serverless.proxy.AwsProxySecurityContextWriter;
import com.amazonaws.serverless.proxy.internal.LambdaContainerHandler;
import com.amazonaws.serverless.proxy.internal.servlet.AwsHttpApiV2HttpServletRequestReader;
import com.amazonaws.serverless.proxy.internal.servlet.AwsProxyHttpServletRequestReader;
import com.amazonaws.serverless.proxy.internal.servlet.AwsProxyHttpServletResponseWriter;
import com.amazonaws.serverless.proxy.model.AwsProxyRequest;
import com.amazonaws.serverless.proxy.model.AwsProxyResponse;
import com.amazonaws.serverless.proxy.model.HttpApiV2ProxyRequest;
import com.amazonaws.services.lambda.runtime.Context;
import dev.trefoil.http.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Tells the event formats apart and gives each to a servlet container that reads it. */
final class HttpEvents {
  private final ObjectMapper json = LambdaContainerHandler.getObjectMapper();
  private final ServletContainer<HttpApiV2ProxyRequest> version2;
  private final ServletContainer<AwsProxyRequest> version1;

  HttpEvents(HttpHandler handler) {
    // Without it the container reads and writes JSON of REST APIs as ISO-8859-1.
    LambdaContainerHandler.getContainerConfig().setDefaultContentCharset("UTF-8");
    try {
      version2 =
          new ServletContainer<>(
              HttpApiV2ProxyRequest.class,
              new AwsHttpApiV2HttpServletRequestReader(),
              new AwsProxyHttpServletResponseWriter(true),
              new AwsHttpApiV2SecurityContextWriter(),
              new AwsProxyExceptionHandler(),
              new TrefoilServlet(handler));
      version1 =
          new ServletContainer<>(
              AwsProxyRequest.class,
              new AwsProxyHttpServletRequestReader(),
              new AwsProxyHttpServletResponseWriter(true),
              new AwsProxySecurityContextWriter(),
              new AwsProxyExceptionHandler(),
              new TrefoilServlet(handler));
    } catch (ContainerInitializationException e) {
      throw new IllegalStateException("the servlet container does not start", e);
    }
  }

  /** Reads one event and writes the response that its sender wants. */
  void handle(InputStream event, OutputStream response, Context context) throws IOException {
    JsonNode tree = json.readTree(event);
    AwsProxyResponse answer =
        tree.path("version").asString("").equals("2.0")
            ? version2.proxy(json.treeToValue(tree, HttpApiV2ProxyRequest.class), context)
            : version1.proxy(json.treeToValue(tree, AwsProxyRequest.class), context);
    json.writeValue(response, answer);
  }
}
