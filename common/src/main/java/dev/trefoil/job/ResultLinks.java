package dev.trefoil.job;

import java.time.Duration;

/**
 * When a job's result is told by a link into the blob store in place of being told itself.
 *
 * @param above bytes of a result that is still told itself
 * @param validFor how long a link can be used; less where its signer's credentials, or the job,
 *     expire sooner
 */
public record ResultLinks(int above, Duration validFor) {
  /**
   * Lambda returns at most 6,291,556 bytes, in which an answer is the text of JSON: that may double
   * it.
   */
  public static final int DEFAULT_ABOVE = 3_000_000;

  /** Long enough to fetch what was asked for just now. */
  public static final Duration DEFAULT_VALID_FOR = Duration.ofMinutes(15);

  public static final ResultLinks DEFAULT = new ResultLinks(DEFAULT_ABOVE, DEFAULT_VALID_FOR);
}
