package dev.trefoil.routing;

/**
 * How long a prompt is, as far as that can be told without a tokenizer.
 *
 * @param narrow letters of alphabets
 * @param wide characters of scripts that need about a token for each
 * @param fixed tokens that do not depend on the family: of media, of what stands around a message,
 *     and those that were counted by the caller
 */
public record PromptSize(long narrow, long wide, long fixed) {
  /** Tokens of a wide character: about one in all tokenizers of the families that are known. */
  private static final double PER_WIDE = 1;

  /** Of one text. */
  public static PromptSize of(String text) {
    Counter counter = new Counter();
    counter.text(text);
    return counter.size();
  }

  /** About how many tokens a family's tokenizer makes of this. */
  public long tokens(String family) {
    return Math.round(narrow / lettersPerToken(family) + wide * PER_WIDE) + fixed;
  }

  /**
   * English prose and source text together, rounded down so that estimates err to the longer side.
   * Usage that comes back corrects them.
   */
  private static double lettersPerToken(String family) {
    if (family.startsWith("claude")) {
      return 3.3;
    }
    return family.startsWith("gpt") || family.startsWith("gemini") ? 4 : 3.7;
  }

  /** Adds up what a prompt or an answer consists of. For one thread. */
  public static final class Counter {
    private static final int PER_MESSAGE = 4;

    /** About a picture of 1024 by 1024. */
    private static final int PER_IMAGE = 1_200;

    /** About a minute, where a model hears at all. */
    private static final int PER_SOUND = 2_000;

    /** A few pages, as texts and pictures. */
    private static final int PER_DOCUMENT = 5_000;

    /** From the scripts of East Asia on. */
    private static final char FIRST_WIDE = '\u2E80';

    /** Of longer texts only so many characters are looked at: the walk must cost nothing. */
    private static final int MOST_SAMPLES = 4096;

    private double narrow;
    private double wide;
    private long fixed;

    /** One text, or one piece of it. */
    public void text(String text) {
      int step = Math.max(1, text.length() / MOST_SAMPLES);
      int looked = 0;
      int found = 0;
      for (int i = 0; i < text.length(); i += step) {
        looked++;
        if (text.charAt(i) >= FIRST_WIDE) {
          found++;
        }
      }
      double share = looked == 0 ? 0 : (double) found / looked;
      wide += text.length() * share;
      narrow += text.length() * (1 - share);
    }

    void characters(long count) {
      narrow += count;
    }

    void tokens(long count) {
      fixed += count;
    }

    void message() {
      fixed += PER_MESSAGE;
    }

    void image() {
      fixed += PER_IMAGE;
    }

    void audio() {
      fixed += PER_SOUND;
    }

    void document() {
      fixed += PER_DOCUMENT;
    }

    /** All so far. */
    public PromptSize size() {
      return new PromptSize(Math.round(narrow), Math.round(wide), fixed);
    }
  }
}
