package dev.trefoil.servlet;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Servlet containers with nothing set that is not set by default, on loopback. */
public enum ServletServer {
  TOMCAT {
    @Override
    Running start(Site site) throws Exception {
      Tomcat tomcat = new Tomcat();
      tomcat.setBaseDir(Files.createTempDirectory(Path.of("target"), "tomcat").toString());
      Connector connector = new Connector();
      connector.setPort(0);
      connector.setProperty("address", "127.0.0.1");
      tomcat.setConnector(connector);
      tomcat
          .addContext(site.context(), null)
          .addServletContainerInitializer((types, context) -> site.register(context), Set.of());
      tomcat.start();
      return new Running(
          connector.getLocalPort(),
          () -> {
            tomcat.stop();
            tomcat.destroy();
          });
    }
  },
  JETTY {
    @Override
    Running start(Site site) throws Exception {
      Server server = new Server(new InetSocketAddress("127.0.0.1", 0));
      ServletContextHandler context =
          new ServletContextHandler(site.context().isEmpty() ? "/" : site.context());
      context.addServletContainerInitializer((types, served) -> site.register(served));
      server.setHandler(context);
      server.start();
      return new Running(
          ((ServerConnector) server.getConnectors()[0]).getLocalPort(), server::stop);
    }
  };

  abstract Running start(Site site) throws Exception;

  /** How a container is stopped. */
  @FunctionalInterface
  interface Stop {
    void now() throws Exception;
  }

  /** One that serves. */
  record Running(int port, Stop stop) implements AutoCloseable {
    @Override
    public void close() {
      try {
        stop.now();
      } catch (Exception e) {
        throw new IllegalStateException("the container does not stop", e);
      }
    }
  }
}
