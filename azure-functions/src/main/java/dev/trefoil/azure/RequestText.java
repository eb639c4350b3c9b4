package dev.trefoil.azure;

import dev.trefoil.http.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Bodies as the host hands them to Java: as text. It decodes them as UTF-8 and puts U+FFFD where
 * they are none, whatever their type but octet streams and multipart, with which the worker does
 * the same. Neither can be told to hand over the bytes: PopulateBody of azure-functions-host wants
 * the capability RawHttpBodyBytes for that, which azure-functions-java-worker 2.17.0 lacks, and a
 * text as {@code byte[]} is an array of numbers to the worker's RpcStringDataSource.
 */
final class RequestText {
  private static final char REPLACED = '\ufffd';

  /** A byte that is in no UTF-8. */
  private static final byte NO_UTF8 = (byte) 0xff;

  private static final int BYTE_ORDER_MARK_LENGTH = 3;

  private RequestText() {}

  /**
   * The bytes that the client has sent. Where they were no UTF-8 it is the beginning of the text
   * and a byte that is none either, so that the core refuses it as it does everywhere. That they
   * were none shows in the length: U+FFFD takes three bytes, mostly in the place of one or two. Not
   * seen are three of the four bytes of a letter, which become one U+FFFD of the same length.
   */
  static byte[] bytes(String text, Headers headers) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (isAsSent(bytes.length, headers)) {
      return bytes;
    }
    byte[] before =
        text.substring(0, Math.max(0, text.indexOf(REPLACED))).getBytes(StandardCharsets.UTF_8);
    byte[] refused = Arrays.copyOf(before, before.length + 1);
    refused[before.length] = NO_UTF8;
    return refused;
  }

  /** The host takes a byte order mark off. A chunked body has no length, and comes empty. */
  private static boolean isAsSent(int length, Headers headers) {
    Optional<String> sent = headers.first("content-length");
    return sent.isEmpty()
        || sent.get().equals(String.valueOf(length))
        || sent.get().equals(String.valueOf(length + BYTE_ORDER_MARK_LENGTH));
  }
}
