package dev.trefoil.ingestion;

import dev.trefoil.ingestion.DocumentException.Reason;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The characters of a file of text: UTF-8, or UTF-16 behind its mark. */
final class PlainText {
  private PlainText() {}

  /**
   * @throws DocumentException when it is neither, or holds what no text does
   */
  static String of(byte[] content) throws DocumentException {
    Charset charset = StandardCharsets.UTF_8;
    int from = 0;
    if (begins(content, 0xef, 0xbb, 0xbf)) {
      from = 3;
    } else if (begins(content, 0xfe, 0xff)) {
      charset = StandardCharsets.UTF_16BE;
      from = 2;
    } else if (begins(content, 0xff, 0xfe)) {
      charset = StandardCharsets.UTF_16LE;
      from = 2;
    }
    CharBuffer text;
    try {
      text = charset.newDecoder().decode(ByteBuffer.wrap(content, from, content.length - from));
    } catch (CharacterCodingException e) {
      throw new DocumentException(
          Reason.INVALID,
          "The file is no text in UTF-8, nor in UTF-16 behind its byte order mark.");
    }
    if (text.length() > DocumentParser.MOST_TEXT) {
      throw new DocumentException(
          Reason.INVALID, "The file has more than " + DocumentParser.MOST_TEXT + " characters.");
    }
    if (text.toString().indexOf('\0') >= 0) {
      throw new DocumentException(Reason.INVALID, "The file is no text: it holds a NUL.");
    }
    return text.toString().replace("\r\n", "\n").replace('\r', '\n');
  }

  private static boolean begins(byte[] content, int... bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (i >= content.length || (content[i] & 0xff) != bytes[i]) {
        return false;
      }
    }
    return true;
  }
}
