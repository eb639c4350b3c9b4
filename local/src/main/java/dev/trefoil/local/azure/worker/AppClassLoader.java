// A function app sees its own jars, the JDK, and of the worker nothing but the functions API.
package dev.trefoil.local.azure.worker;

import dev.trefoil.local.child.ClassPaths;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Loads an app's classes. */
final class AppClassLoader {
  private static final String API = "com.microsoft.azure.functions.";

  private AppClassLoader() {}

  /**
   * @param jar the app's own jar; the jars in {@code lib} beside it are added
   * @throws IOException also when there is no {@code lib}, which the worker does not take either.
   *     Source: JavaFunctionBroker of azure-functions-java-worker
   */
  static ClassLoader of(Path jar) throws IOException {
    List<URL> urls = new ArrayList<>();
    urls.add(url(jar));
    for (Path library : ClassPaths.jarsIn(jar.resolveSibling("lib"))) {
      urls.add(url(library));
    }
    return new URLClassLoader("app", urls.toArray(URL[]::new), new ApiClassLoader());
  }

  private static URL url(Path file) throws MalformedURLException {
    return file.toUri().toURL();
  }

  /** The JDK and the functions API, so that both sides mean the same types. */
  private static final class ApiClassLoader extends ClassLoader {
    ApiClassLoader() {
      super("functions-api", ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith(API)) {
        return getSystemClassLoader().loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }
}
