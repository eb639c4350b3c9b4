// Which of a jar's entries a function needs: a quarter of what libraries carry is for compilers,
// other tools or nobody.
package dev.trefoil.deployment.archive;

import java.util.List;
import java.util.regex.Pattern;

/** What an entry of a jar is good for in a function. */
enum Use {
  /** Classes, and the files that they read. */
  RUN,
  /** Names of providers for {@link java.util.ServiceLoader}: those of all jars are kept. */
  SERVICE,
  /** A licence or a notice: that of each jar is kept. */
  LICENCE,
  /** Left out. */
  NONE;

  private static final Pattern SERVICES = Pattern.compile("META-INF/services/[^/]+");

  private static final Pattern LICENCES =
      Pattern.compile(
          "(META-INF/)?[^/]*(LICEN[CS]E|NOTICE|COPYING|COPYRIGHT|DEPENDENCIES|AUTHORS)[^/]*"
              + "|META-INF/licen[cs]es?/.*",
          Pattern.CASE_INSENSITIVE);

  /** What described or signed the jar that an entry came in, and is no longer true. */
  private static final Pattern OF_THE_JAR =
      Pattern.compile(
          "META-INF/(MANIFEST\\.MF|INDEX\\.LIST|[^/]+\\.(SF|RSA|DSA|EC))"
              + "|(META-INF/versions/\\d+/)?(module-info\\.class|OSGI-INF/.*)");

  /**
   * For compilers, native images and shrinkers; pom.properties is what scanners know a library by.
   */
  private static final Pattern OF_BUILDS =
      Pattern.compile(
          "META-INF/(native-image|proguard)/.*"
              + "|META-INF/maven/.*/(?!pom\\.properties)[^/]*"
              + "|(?!dev/trefoil/console/)"
              + ".*\\.(proto|java|vm|html|kotlin_metadata|kotlin_module|kotlin_builtins)");

  /** Data for what no function does, by the class that reads it. */
  private static final List<String> UNREAD =
      List.of(
          // Nothing: the SDK's regions are generated from it.
          "software/amazon/awssdk/regions/internal/region/endpoints.json",
          // Nothing: the copy that is read lies in the package of Mimetype.
          "mime.types",
          // Encoders of spoken names; the codec is there for its Base64 and Hex.
          "org/apache/commons/codec/language/");

  static Use of(String entry) {
    if (entry.endsWith(".class")) {
      return OF_THE_JAR.matcher(entry).matches() ? NONE : RUN;
    }
    if (SERVICES.matcher(entry).matches()) {
      return SERVICE;
    }
    if (LICENCES.matcher(entry).matches()) {
      return LICENCE;
    }
    return OF_THE_JAR.matcher(entry).matches()
            || OF_BUILDS.matcher(entry).matches()
            || UNREAD.stream().anyMatch(entry::startsWith)
        ? NONE
        : RUN;
  }
}
