// Which answers are none.
package dev.trefoil.local.compare;

import java.util.regex.Pattern;

/** Tells refusals by what services say of them, or by how such a text begins in English. */
final class Refusals {
  private static final String APOLOGY = "(?:i['’]m sorry|i am sorry|sorry|i apologi[sz]e)";
  private static final String INABILITY =
      "i (?:can['’]t|cannot|can not|won['’]t|will not|am unable to|am not able to|must decline)"
          + "|i['’]m (?:unable|not able) to";
  private static final Pattern BEGINNING =
      Pattern.compile(
          "(?:%s[,.]? (?:but )?)?(?:unfortunately,? )?(?:%s)\\b".formatted(APOLOGY, INABILITY),
          Pattern.CASE_INSENSITIVE);

  private Refusals() {}

  static boolean isOne(Answer.Given answer) {
    return answer.refusal().isPresent()
        || answer.finishReason().equals("content_filter")
        || BEGINNING.matcher(answer.text().strip()).lookingAt();
  }
}
