package dev.trefoil.files;

import java.time.Instant;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * What a record of a list goes by. A store gives a group's records in the order of their names, and
 * callers want the newest first: so names begin with a time that runs backwards.
 */
public final class SortedName {
  private static final Pattern FORM = Pattern.compile("[a-z0-9]{32}");
  private static final int RADIX = 36;
  private static final int TIME = 9;
  private static final int LENGTH = 32;
  private static final long END = (long) Math.pow(RADIX, TIME) - 1;

  private SortedName() {}

  /** A name that nobody guesses: 118 bits of it are drawn. */
  public static String next(Instant now, RandomGenerator random) {
    StringBuilder name = new StringBuilder(LENGTH);
    String time = Long.toString(END - now.toEpochMilli(), RADIX);
    name.repeat('0', TIME - time.length()).append(time);
    while (name.length() < LENGTH) {
      name.append(Character.forDigit(random.nextInt(RADIX), RADIX));
    }
    return name.toString();
  }

  /** Whether a text is of that form. */
  public static boolean is(String text) {
    return FORM.matcher(text).matches();
  }
}
