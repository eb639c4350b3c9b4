package dev.trefoil.report;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** US dollars in words and numbers. */
final class Money {
  private static final int NANO = 9;
  private static final int SMALL = 6;
  private static final BigDecimal CENT = new BigDecimal("0.01");

  private Money() {}

  /** Exactly: {@code 0.0214}. */
  static String plain(long nano) {
    BigDecimal usd = BigDecimal.valueOf(nano, NANO);
    return usd.signum() == 0 ? "0" : usd.stripTrailingZeros().toPlainString();
  }

  /** For people: {@code $12.30}, and of less than a cent to the millionth. */
  static String shown(long nano) {
    BigDecimal usd = BigDecimal.valueOf(Math.abs(nano), NANO);
    BigDecimal rounded = usd.setScale(2, RoundingMode.HALF_UP);
    if (usd.compareTo(CENT) < 0) {
      rounded = usd.setScale(SMALL, RoundingMode.HALF_UP).stripTrailingZeros();
      rounded = rounded.signum() == 0 ? BigDecimal.ZERO : rounded;
    }
    return (nano < 0 ? "-$" : "$") + rounded.toPlainString();
  }

  /** In little room: {@code <$0.01} of less than a cent. */
  static String brief(long nano) {
    return nano > 0 && BigDecimal.valueOf(nano, NANO).compareTo(CENT) < 0 ? "<$0.01" : shown(nano);
  }

  /** A price or another number as a person writes it. */
  static String number(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  /** Dollars as billionths. */
  static long nano(double usd) {
    return Math.round(usd * 1e9);
  }
}
