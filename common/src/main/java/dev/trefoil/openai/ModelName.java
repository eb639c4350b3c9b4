package dev.trefoil.openai;

import dev.trefoil.routing.Wishes;
import java.util.Optional;

/** What may stand in {@code model}. */
final class ModelName {
  private static final int MAX_LENGTH = 512;

  private ModelName() {}

  /**
   * The model's name; empty where a task picks the route and none is given.
   *
   * @param otherwise what stands for an absent one; empty where one must be given
   */
  static String read(Fields fields, Wishes wishes, String otherwise) throws ApiException {
    Optional<String> named = fields.text("model");
    if (named.isPresent()) {
      return check(named.get());
    }
    if (otherwise.isEmpty() && wishes.task().isEmpty()) {
      throw fields.missing("model");
    }
    return otherwise;
  }

  private static String check(String model) throws ApiException {
    if (model.isBlank()) {
      throw ApiException.invalid("model", "'model' is blank.");
    }
    if (model.length() > MAX_LENGTH) {
      throw ApiException.invalid("model", "'model' is longer than " + MAX_LENGTH + " characters.");
    }
    if (model.chars().anyMatch(Character::isISOControl)) {
      throw ApiException.invalid("model", "'model' holds a control character.");
    }
    return model;
  }
}
