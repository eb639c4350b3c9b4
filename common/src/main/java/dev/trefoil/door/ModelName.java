package dev.trefoil.door;

import dev.trefoil.routing.RoutingPreferences;
import java.util.Optional;

/** What may stand in {@code model}. */
public final class ModelName {
  private static final int MAX_LENGTH = 512;

  private ModelName() {}

  /**
   * The model's name; empty where a task picks the route and none is given.
   *
   * @param otherwise what stands for an absent one; empty where one must be given
   */
  public static String read(RequestFields fields, RoutingPreferences preferences, String otherwise)
      throws Problem {
    Optional<String> named = fields.text("model");
    if (named.isPresent()) {
      return check(named.get());
    }
    if (otherwise.isEmpty() && preferences.task().isEmpty()) {
      throw fields.missing("model");
    }
    return otherwise;
  }

  /**
   * The model's name where the path may name it.
   *
   * @param deployment the path's, which stands for whatever the body says
   */
  public static String read(
      RequestFields fields, Optional<String> deployment, RoutingPreferences preferences)
      throws Problem {
    if (deployment.isEmpty()) {
      return read(fields, preferences, "");
    }
    fields.value("model");
    return check(deployment.get());
  }

  private static String check(String model) throws Problem {
    if (model.isBlank()) {
      throw Problem.invalid("model", "'model' is blank.");
    }
    if (model.length() > MAX_LENGTH) {
      throw Problem.invalid("model", "'model' is longer than " + MAX_LENGTH + " characters.");
    }
    if (model.chars().anyMatch(Character::isISOControl)) {
      throw Problem.invalid("model", "'model' holds a control character.");
    }
    return model;
  }
}
