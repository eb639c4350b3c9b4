package dev.trefoil.baseline;

import com.amazonaws.serverless.exceptions.ContainerInitializationException;
import com.amazonaws.serverless.proxy.AwsHttpApiV2SecurityContextWriter;
import com.amazonaws.serverless.proxy.AwsProxyExceptionHandler;
import com.amazonaws.serverless.proxy.internal.servlet.AwsHttpApiV2HttpServletRequestReader;
import com.amazonaws.serverless.proxy.internal.servlet.AwsHttpServletResponse;
import com.amazonaws.serverless.proxy.internal.servlet.AwsLambdaServletContainerHandler;
import com.amazonaws.serverless.proxy.internal.servlet.AwsProxyHttpServletResponseWriter;
import com.amazonaws.serverless.proxy.model.AwsProxyResponse;
import com.amazonaws.serverless.proxy.model.HttpApiV2ProxyRequest;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler.Visitor;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

/** The smallest handler once more, as a servlet in AWS's container. */
public final class SmallestServlet implements RequestStreamHandler {
  private static final BedrockRuntimeAsyncClient BEDROCK =
      BedrockRuntimeAsyncClient.builder().httpClient(AwsCrtAsyncHttpClient.create()).build();

  private static final Container CONTAINER = Container.create();

  @Override
  public void handleRequest(InputStream event, OutputStream response, Context context)
      throws IOException {
    CONTAINER.proxyStream(event, response, context);
  }

  /** What is called through the container. */
  private static final class Asking extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      StringBuilder text = new StringBuilder();
      Visitor visitor =
          Visitor.builder().onContentBlockDelta(block -> text.append(block.delta().text())).build();
      BEDROCK
          .converseStream(
              ConverseStreamRequest.builder()
                  .modelId("us.anthropic.claude-sonnet-4-6")
                  .messages(
                      Message.builder()
                          .role(ConversationRole.USER)
                          .content(ContentBlock.fromText("Say hello"))
                          .build())
                  .build(),
              ConverseStreamResponseHandler.builder().subscriber(visitor).build())
          .join();
      response.getWriter().print(text);
    }
  }

  /** AWS's container around the servlet. */
  private static final class Container
      extends AwsLambdaServletContainerHandler<
          HttpApiV2ProxyRequest, AwsProxyResponse, HttpServletRequest, AwsHttpServletResponse> {
    private final HttpServlet servlet = new Asking();

    private Container() throws ContainerInitializationException {
      super(
          HttpApiV2ProxyRequest.class,
          AwsProxyResponse.class,
          new AwsHttpApiV2HttpServletRequestReader(),
          new AwsProxyHttpServletResponseWriter(true),
          new AwsHttpApiV2SecurityContextWriter(),
          new AwsProxyExceptionHandler());
    }

    static Container create() {
      try {
        Container container = new Container();
        container.setLogFormatter(null);
        container.getServletContext().addServlet("asking", container.servlet).addMapping("/*");
        container.initialize();
        return container;
      } catch (ContainerInitializationException e) {
        throw new IllegalStateException("the servlet container does not start", e);
      }
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
}
