package dev.trefoil.fuzz;

import static dev.trefoil.fuzz.Bytes.joined;
import static dev.trefoil.fuzz.Bytes.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/** Ways in which a body as a whole is no request: not JSON, not UTF-8, too deep. */
enum Breakage {
  TRUNCATED((chance, body) -> Arrays.copyOf(body, chance.from(1, body.length - 1))),
  SECOND_VALUE((chance, body) -> joined(body, text(chance.pick("{}", "]", "x", ",", "1")))),
  NOT_AN_OBJECT(
      (chance, body) ->
          chance.pick(
              joined(text("["), body, text("]")), text("null"), text("\"text\""), text("3"))),
  EMPTY((chance, body) -> text(chance.pick("", " ", "\n\t "))),
  NOT_UTF_8((chance, body) -> inText(body, Bytes.notUtf8(chance))),
  NOT_UTF_8_IN_A_NAME(
      (chance, body) -> joined(text("{\"a"), Bytes.notUtf8(chance), text("\":1,"), rest(body))),
  CUT_WITHIN_A_LETTER(
      (chance, body) -> {
        byte[] longer = joined(text("{\"user\":\"\ud83d\ude00"), rest(body));
        return Arrays.copyOf(longer, "{'user':'".length() + chance.from(1, 3));
      }),
  ANOTHER_ENCODING(
      (chance, body) ->
          new String(body, StandardCharsets.UTF_8)
              .getBytes(
                  Charset.forName(
                      chance.pick("UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE")))),
  SECOND_BYTE_ORDER_MARK(
      (chance, body) -> joined(Bytes.BYTE_ORDER_MARK, Bytes.BYTE_ORDER_MARK, body)),
  BYTE_ORDER_MARK_WITHIN((chance, body) -> after(body, "\ufeff")),
  COMMENT((chance, body) -> after(body, chance.pick("/* */", "// \n", "# \n"))),
  SINGLE_QUOTES((chance, body) -> after(body, "'user':'x',")),
  BARE_NAME((chance, body) -> after(body, "user:\"x\",")),
  STRAY_COMMA((chance, body) -> after(body, ",")),
  NOT_A_NUMBER(
      (chance, body) ->
          after(
              body,
              "\"x\":" + chance.pick("NaN", "Infinity", "01", "+1", ".5", "1.", "0x1") + ",")),
  NUMBER_WITHOUT_END((chance, body) -> after(body, "\"x\":" + "9".repeat(1_500) + ",")),
  RAW_CONTROL((chance, body) -> inText(body, new byte[] {(byte) chance.below(0x20)})),
  BAD_ESCAPE((chance, body) -> inText(body, text(chance.pick("\\x", "\\u12", "\\uD8", "\\'")))),
  TOO_DEEP((chance, body) -> after(body, "\"x\":" + "[".repeat(chance.pick(250, 100_000)) + "1,"));

  private static final List<Breakage> ALL = List.of(values());

  private final BiFunction<Chance, byte[], byte[]> done;

  Breakage(BiFunction<Chance, byte[], byte[]> done) {
    this.done = done;
  }

  static Bad any(Chance chance, ObjectNode body) {
    Breakage breakage = chance.pick(ALL);
    byte[] broken = breakage.done.apply(chance, Json.bytes(body));
    return Bad.request("body " + breakage.name().toLowerCase(Locale.ROOT), "", broken);
  }

  /** Right after the opening brace. */
  private static byte[] after(byte[] body, String inserted) {
    return joined(text("{" + inserted), rest(body));
  }

  /** Into a text of a field of its own. */
  private static byte[] inText(byte[] body, byte[] inserted) {
    return joined(text("{\"user\":\"a"), inserted, text("b\","), rest(body));
  }

  private static byte[] rest(byte[] body) {
    return Arrays.copyOfRange(body, 1, body.length);
  }
}
