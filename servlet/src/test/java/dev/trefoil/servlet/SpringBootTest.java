package dev.trefoil.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.pairs.EmulatedServices;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.security.Principal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The registration that docs/servlet.md has for Spring Boot, behind a filter that says who calls.
 */
class SpringBootTest {
  private static EmulatedServices services;
  private static AnnotationConfigServletWebServerApplicationContext application;

  @Configuration(proxyBeanMethods = false)
  static class Application {
    @Bean
    TomcatServletWebServerFactory server() {
      TomcatServletWebServerFactory tomcat = new TomcatServletWebServerFactory(0);
      tomcat.setAddress(InetAddress.getLoopbackAddress());
      return tomcat;
    }

    @Bean
    ServletRegistrationBean<TrefoilServlet> trefoil() {
      var registration = new ServletRegistrationBean<>(new TrefoilServlet(), "/llm/*");
      registration.setLoadOnStartup(1);
      registration.addInitParameter("OWN_KEY", "test-key");
      registration.addInitParameter(
          TrefoilConfig.VARIABLE,
          """
          auth: platform
          priming: false
          services:
            own: {kind: openai, endpoint: "%s", keyFrom: "env:OWN_KEY"}
          routes:
            chat: {targets: [own/gpt-5.4]}
          """
              .formatted(services.endpoint("openai")));
      return registration;
    }

    @Bean
    FilterRegistrationBean<Filter> whoCalls() {
      var registration = new FilterRegistrationBean<Filter>(Application::whoCalls);
      registration.addUrlPatterns("/llm/*");
      return registration;
    }

    /** Whoever sends a name is believed, which suits a test only. */
    private static void whoCalls(
        jakarta.servlet.ServletRequest request,
        jakarta.servlet.ServletResponse response,
        FilterChain chain)
        throws IOException, ServletException {
      String name = ((HttpServletRequest) request).getHeader("x-name");
      if ("mallory".equals(name)) {
        ((HttpServletResponse) response).sendError(403);
        return;
      }
      chain.doFilter(name == null ? request : named((HttpServletRequest) request, name), response);
    }

    private static HttpServletRequest named(HttpServletRequest request, String name) {
      return new HttpServletRequestWrapper(request) {
        @Override
        public Principal getUserPrincipal() {
          return () -> name;
        }
      };
    }
  }

  @BeforeAll
  static void start() {
    services = new EmulatedServices();
    application = new AnnotationConfigServletWebServerApplicationContext(Application.class);
  }

  @AfterAll
  static void stop() {
    application.close();
    services.close();
  }

  @Test
  void whomTheFilterVouchesForIsAnswered() throws Exception {
    HttpResponse<String> answer = ask("x-name", "alice");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("x-trefoil-provider")).contains("own");
    assertThat(answer.body()).contains("hello there");
  }

  @Test
  void whomItVouchesForNotIsRefusedByTrefoilAndWhomItRefusesByItself() throws Exception {
    assertThat(ask("x-other", "alice").statusCode()).isEqualTo(401);
    assertThat(ask("x-name", "mallory").statusCode()).isEqualTo(403);
  }

  private static HttpResponse<String> ask(String header, String value) throws Exception {
    return Wire.post(
        application.getWebServer().getPort(),
        "/llm/chat",
        "{\"prompt\":\"hello there\"}",
        header,
        value);
  }
}
