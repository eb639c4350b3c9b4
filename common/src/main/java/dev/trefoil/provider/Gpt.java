package dev.trefoil.provider;

import java.util.regex.Pattern;

/** OpenAI's GPT models behind the names that services of other makers give them. */
public final class Gpt {
  /**
   * By its own id or an inference profile's; not gpt-oss, which Amazon runs as it runs other
   * makers' models.
   */
  private static final Pattern ON_BEDROCK = Pattern.compile("(?:[a-z-]+\\.)?openai\\.gpt-\\d.*");

  private Gpt() {}

  /**
   * Whether an id of Amazon Bedrock names one. An ARN does not: the endpoints of OpenAI's protocols
   * take none.
   */
  public static boolean isOnBedrock(String model) {
    return ON_BEDROCK.matcher(model).matches();
  }
}
