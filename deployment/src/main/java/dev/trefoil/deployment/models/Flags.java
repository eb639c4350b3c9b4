// How single facts of a model are written, in the table and in JSON.
package dev.trefoil.deployment.models;

import dev.trefoil.provider.Capabilities;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Facts as text. */
final class Flags {
  private static final int BILLIONTHS = 9;

  private Flags() {}

  /** What a model cannot do, by the names that the table's file has for it. */
  static List<String> lacking(Capabilities can) {
    List<String> lacking = new ArrayList<>();
    add(lacking, "temperature", can.temperature());
    add(lacking, "temperatureWithTopP", can.temperatureWithTopP());
    add(lacking, "system", can.system());
    add(lacking, "tools", can.tools());
    add(lacking, "toolsInStream", can.toolsInStream());
    add(lacking, "images", can.images());
    add(lacking, "audio", can.audio());
    add(lacking, "files", can.files());
    add(lacking, "schema", can.schema());
    return lacking;
  }

  private static void add(List<String> lacking, String name, boolean able) {
    if (!able) {
      lacking.add(name);
    }
  }

  /** The entries in the order of their keys. */
  static <V> List<Map.Entry<String, V>> sorted(Map<String, V> map) {
    return map.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
  }

  /** A price without what calculating with doubles has added. */
  static String plain(double number) {
    BigDecimal rounded =
        BigDecimal.valueOf(number).setScale(BILLIONTHS, RoundingMode.HALF_UP).stripTrailingZeros();
    return rounded.toPlainString();
  }

  /** 1000000 as 1M, 128000 as 128k. */
  static String tokens(long tokens) {
    BigDecimal number = BigDecimal.valueOf(tokens);
    return tokens >= 1_000_000
        ? short3(number.movePointLeft(6), 2) + "M"
        : short3(number.movePointLeft(3), 1) + "k";
  }

  private static String short3(BigDecimal number, int decimals) {
    return number.setScale(decimals, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString();
  }
}
