package dev.trefoil.store;

import dev.trefoil.chat.Deadline;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/** Keeps what belongs to records in them where it is small, otherwise in the blob store. */
public final class Contents {
  /**
   * Bytes that lie in the record. Escaped twice over as JSON, two contents of this size still fit
   * into one.
   */
  public static final int MAX_INLINE = 60_000;

  private final BlobStore blobs;

  public Contents(BlobStore blobs) {
    this.blobs = blobs;
  }

  /**
   * Keeps bytes in the record where they fit and are text, otherwise in the blob store: they are
   * safe there when this returns.
   *
   * @param name of the blob, where it is to be one
   */
  public Content keep(String name, byte[] bytes, Deadline deadline) throws StoreException {
    Optional<String> text = bytes.length <= MAX_INLINE ? text(bytes) : Optional.empty();
    if (text.isPresent()) {
      return new Content.Inline(text.get());
    }
    blobs.put(name, bytes, deadline);
    return new Content.Stored(name, OptionalLong.of(bytes.length));
  }

  /**
   * Reads what was kept.
   *
   * @throws StoreException.NoBlob when its blob is not there (any more)
   */
  public byte[] load(Content content, Deadline deadline) throws StoreException {
    return switch (content) {
      case Content.Inline(String text) -> text.getBytes(StandardCharsets.UTF_8);
      case Content.Stored(String name, var unused) -> blobs.get(name, deadline);
    };
  }

  /** Deletes what of it lies beside the record. */
  public void delete(Content content, Deadline deadline) throws StoreException {
    if (content instanceof Content.Stored stored) {
      blobs.delete(stored.name(), deadline);
    }
  }

  /** Bytes as the text that they are; empty where they are none. */
  public static Optional<String> text(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
