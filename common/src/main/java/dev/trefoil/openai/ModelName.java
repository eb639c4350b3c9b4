package dev.trefoil.openai;

/** What may stand in {@code model}. */
final class ModelName {
  private static final int MAX_LENGTH = 512;

  private ModelName() {}

  static String check(String model) throws ApiException {
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
