package dev.trefoil.local.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A client in a class loader of its own, without our core: that tells azure-core that there is no
 * JSON to be bound to objects, which Azure's clients stand on.
 */
final class IsolatedClient implements RealClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Traits traits;
  private final URLClassLoader loader;
  private final Object client;

  private IsolatedClient(Traits traits, URLClassLoader loader, Object client) {
    this.traits = traits;
    this.loader = loader;
    this.client = client;
  }

  /**
   * @param client of a class that has a constructor without parameters
   */
  static IsolatedClient of(RealClient client) throws ReflectiveOperationException {
    // Surefire keeps the class path in a property of its own.
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    URL[] urls =
        Arrays.stream(classPath.split(File.pathSeparator))
            .filter(entry -> !Path.of(entry).toString().contains("trefoil-common"))
            .filter(entry -> !Path.of(entry).endsWith("common/target/classes"))
            .map(IsolatedClient::url)
            .toArray(URL[]::new);
    URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    return new IsolatedClient(
        client.traits(),
        loader,
        loader.loadClass(client.getClass().getName()).getDeclaredConstructor().newInstance());
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Traits traits() {
    return traits;
  }

  @Override
  public JsonNode does(Feature feature, String url) throws Exception {
    Method does = client.getClass().getMethod("does", String.class, String.class);
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(loader);
    try {
      return JSON.readTree((String) does.invoke(client, feature.name(), url));
    } catch (InvocationTargetException e) {
      throw new AssertionError(traits.name() + " failed", e.getCause());
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Override
  public void close() {
    try {
      loader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
