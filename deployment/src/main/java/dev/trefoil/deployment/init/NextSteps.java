// What a person does after `init`, as commands that can be copied.
package dev.trefoil.deployment.init;

import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.routing.Route;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What `init` prints.
 *
 * @param yaml the configuration's text
 * @param env what its placeholders are filled from
 * @param file where it is
 */
record NextSteps(FirstConfig config, String yaml, Map<String, String> env, Path file) {

  String text() {
    String cloud = config.cloud().name().toLowerCase(Locale.ROOT);
    return """
        %s is written: %s.

        %s
        Next:

          ./trefoil doctor --on %s --config %s
          ./trefoil package --config %s

        then deploy target/package as docs/deploy-%s.md has it%s, and

          export TREFOIL_OPERATOR_KEY=THE-FIRST-KEY
          ./trefoil drill --against https://WHERE-IT-ANSWERS/v1

        shows which targets answer%s. For callers: docs/clients.md.
        """
        .formatted(file, routes(), keys(), cloud, file, file, cloud, rights(), door());
  }

  private String routes() {
    return TrefoilConfig.parse(yaml, env).routes().stream()
        .map(route -> route.name() + " is " + targets(route))
        .collect(Collectors.joining(", "));
  }

  private static String targets(Route route) {
    return String.join(" or ", route.targets());
  }

  private String keys() {
    return config.keys().entrySet().stream()
        .map(
            key ->
                "The key of %s, shown this once:%n%n  %s%n%n"
                    .formatted(key.getKey(), key.getValue().text()))
        .collect(Collectors.joining());
  }

  /** What a deployment must be told that it cannot read from the file. */
  private String rights() {
    return switch (config.cloud()) {
      case AWS -> " (each profile above is among the stack's parameters)";
      case AZURE -> " (a deployment of each model above must have its name)";
      case GCP -> "";
    };
  }

  /** What stands before the key on the cloud's own doors. */
  private String door() {
    return switch (config.cloud()) {
      case AWS -> ", once a door takes callers without AWS's signature (docs/authentication.md)";
      case AZURE -> "";
      case GCP -> "; a private service wants --id-token-from as well (docs/local.md)";
    };
  }
}
