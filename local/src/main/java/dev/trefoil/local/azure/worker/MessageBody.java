// A queue message's text, decoded as the Storage Queues extension does it.
package dev.trefoil.local.azure.worker;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Decodes messages. */
final class MessageBody {
  private MessageBody() {}

  /**
   * What a sender wrote; nothing where a text that has to be base64 is none. Such a message goes to
   * the poison queue without a call (Azure/azure-sdk-for-net, pull request 18326, and
   * QueueServiceClientProvider of the extension).
   */
  static Optional<byte[]> of(String text, boolean base64) {
    if (!base64) {
      return Optional.of(text.getBytes(StandardCharsets.UTF_8));
    }
    // .NET's Convert.FromBase64String passes over white space, and insists on the padding.
    String letters = text.replaceAll("[ \\t\\r\\n]", "");
    if (letters.length() % 4 != 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(Base64.getDecoder().decode(letters));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The body as a function that wants text gets it.
   *
   * @throws CharacterCodingException when it is no UTF-8, which fails the call. Source:
   *     ToValidUTF8String of the extension
   */
  static String text(byte[] body) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
  }
}
