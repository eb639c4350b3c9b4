package dev.trefoil.config;

import dev.trefoil.job.CallbackSettings;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code callbacks} of a cloud's jobs: who may be told that a job has ended. */
final class CallbackReader {
  /** A name of its own, or every name below one that has a dot. */
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*|\\*(\\.[A-Za-z0-9-]+){2,}");

  private CallbackReader() {}

  static Map<String, CallbackSettings> read(ConfigMap section) {
    Map<String, CallbackSettings> callbacks = new LinkedHashMap<>();
    for (String name : section.names()) {
      if (section.isText(name)) {
        section
            .text(name)
            .ifPresent(queue -> callbacks.put(name, new CallbackSettings.Queue(queue)));
      } else {
        section.map(name).flatMap(CallbackReader::other).ifPresent(of -> callbacks.put(name, of));
      }
    }
    return callbacks;
  }

  private static Optional<CallbackSettings> other(ConfigMap callback) {
    Optional<CallbackSettings> read =
        switch (callback
            .requiredText("kind", "stepFunctions|webhook", "stepFunctions or webhook")
            .orElse("")) {
          case "stepFunctions" ->
              Optional.of(new CallbackSettings.StepFunctions(ServiceReader.awsRegion(callback)));
          case "webhook" -> Optional.of(webhook(callback));
          default -> {
            callback.names().forEach(callback::forget); // Of an unknown kind, nothing is judged.
            yield Optional.empty();
          }
        };
    callback.refuseTheRest();
    return read;
  }

  private static CallbackSettings webhook(ConfigMap callback) {
    Set<String> hosts = new HashSet<>();
    if (callback.has("hosts")) {
      callback
          .texts("hosts", CallbackReader::wrongHost)
          .forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
    } else {
      callback.mistake("hosts", "is missing");
    }
    return new CallbackSettings.Webhook(
        hosts,
        callback.word("identity", List.of("none", "gcp")).orElse("none").equals("gcp"),
        callback.flag("allowLoopback"));
  }

  private static Optional<String> wrongHost(String text) {
    return HOST.matcher(text).matches()
        ? Optional.empty()
        : Optional.of("is neither a host's name nor one such as *.logic.azure.com");
  }
}
