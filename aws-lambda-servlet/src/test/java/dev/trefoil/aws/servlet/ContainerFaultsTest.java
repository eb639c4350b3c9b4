package dev.trefoil.aws.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.serverless.exceptions.ContainerInitializationException;
import com.amazonaws.serverless.proxy.AwsHttpApiV2SecurityContextWriter;
import com.amazonaws.serverless.proxy.AwsProxyExceptionHandler;
import com.amazonaws.serverless.proxy.AwsProxySecurityContextWriter;
import com.amazonaws.serverless.proxy.RequestReader;
import com.amazonaws.serverless.proxy.SecurityContextWriter;
import com.amazonaws.serverless.proxy.internal.servlet.AwsHttpApiV2HttpServletRequestReader;
import com.amazonaws.serverless.proxy.internal.servlet.AwsHttpServletResponse;
import com.amazonaws.serverless.proxy.internal.servlet.AwsLambdaServletContainerHandler;
import com.amazonaws.serverless.proxy.internal.servlet.AwsProxyHttpServletRequestReader;
import com.amazonaws.serverless.proxy.internal.servlet.AwsProxyHttpServletResponseWriter;
import com.amazonaws.serverless.proxy.model.AwsProxyRequest;
import com.amazonaws.serverless.proxy.model.AwsProxyResponse;
import com.amazonaws.serverless.proxy.model.HttpApiV2ProxyRequest;
import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/**
 * What the container's own reading and writing of events gets wrong, version 3.0.2. One of these
 * that fails tells of a fault that is mended: what {@link ServletContainer} does about it can go.
 */
class ContainerFaultsTest {
  private final List<String> seen = new ArrayList<>();

  private final HttpServlet servlet =
      new HttpServlet() {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) {
          seen.add(request.getRequestURI() + " " + request.getHeader("x-list"));
          response.addHeader("set-cookie", "a=1");
          response.addHeader("set-cookie", "b=2");
          response.setStatus(201);
        }
      };

  @Test
  void headersOfAnHttpApiAreCutAtTheFirstComma() throws Exception {
    assertThat(answer(version2(true), event("http-api-v2")).path("statusCode").asInt())
        .isEqualTo(201);

    assertThat(seen).as("of 'one, two'").containsExactly("/v1/chat/completions one");
  }

  @Test
  void aSecondCookieOfAnAnswerToAnHttpApiIsLost() throws Exception {
    JsonNode answer = answer(version2(true), event("http-api-v2"));

    assertThat(answer.at("/headers/set-cookie").asText()).isEqualTo("a=1");
    assertThat(answer.has("cookies")).isFalse();
  }

  @Test
  void aLoadBalancersEventWithSingleValuesHasNoHeaders() throws Exception {
    answer(version1(), event("alb-single"));

    assertThat(seen).containsExactly("/v1/chat/completions null");
  }

  @Test
  void theMappingKeyOfACustomDomainStaysInThePath() throws Exception {
    answer(version1(), event("rest-api-v1-domain"));

    assertThat(seen).containsExactly("/ai/v1/chat/completions one");
  }

  @Test
  void aServletThatIsNotRegisteredIsAnsweredForWith200() throws Exception {
    JsonNode answer = answer(version2(false), event("http-api-v2"));

    assertThat(answer.path("statusCode").asInt()).isEqualTo(200);
    assertThat(answer.path("body").asText()).isEmpty();
    assertThat(seen).isEmpty();
  }

  private JsonNode answer(Wrapped<?> container, String event) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    container.proxyStream(
        new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), answer, null);
    return new ObjectMapper().readTree(answer.toByteArray());
  }

  private Wrapped<HttpApiV2ProxyRequest> version2(boolean registered) throws Exception {
    return new Wrapped<>(
        HttpApiV2ProxyRequest.class,
        new AwsHttpApiV2HttpServletRequestReader(),
        new AwsHttpApiV2SecurityContextWriter(),
        servlet,
        registered);
  }

  private Wrapped<AwsProxyRequest> version1() throws Exception {
    return new Wrapped<>(
        AwsProxyRequest.class,
        new AwsProxyHttpServletRequestReader(),
        new AwsProxySecurityContextWriter(),
        servlet,
        true);
  }

  private static String event(String name) throws IOException {
    try (InputStream in =
        ContainerFaultsTest.class.getResourceAsStream("/events/" + name + ".json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The container as its documentation has it. */
  private static final class Wrapped<E>
      extends AwsLambdaServletContainerHandler<
          E, AwsProxyResponse, HttpServletRequest, AwsHttpServletResponse> {
    private final Servlet servlet;

    Wrapped(
        Class<E> events,
        RequestReader<E, HttpServletRequest> reader,
        SecurityContextWriter<E> security,
        HttpServlet servlet,
        boolean registered)
        throws ContainerInitializationException {
      super(
          events,
          AwsProxyResponse.class,
          reader,
          new AwsProxyHttpServletResponseWriter(true),
          security,
          new AwsProxyExceptionHandler());
      this.servlet = servlet;
      setLogFormatter(null);
      if (registered) {
        ServletRegistration.Dynamic registration =
            getServletContext().addServlet("servlet", servlet);
        registration.addMapping("/*");
        registration.setLoadOnStartup(1);
      }
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
}
