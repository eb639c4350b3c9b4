package dev.trefoil.endpoints;

import dev.trefoil.door.Problem;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Decodes bodies in gzip, within bounds of size and growth. */
final class GzipBody {
  /** Prompts shrink to a fifth or a tenth; what shrinks to less than this is no text. */
  private static final int MOST_RATIO = 200;

  /** Below this no ratio is too much. */
  private static final int SMALL = 1 << 20;

  private static final int PIECE = 1 << 16;

  private GzipBody() {}

  /**
   * Decodes a body.
   *
   * @param lease grows by what is decoded
   * @return empty for an empty body
   * @throws Problem 413 when it is too large or grows too much, 415 when it is not gzip, 503 when
   *     too much is under way already
   * @throws IOException when the caller is gone
   */
  static byte[] read(InputStream in, long maxBytes, BytesInFlight.Lease lease)
      throws Problem, IOException {
    Counted encoded = new Counted(in);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] piece = new byte[PIECE];
    try (GZIPInputStream decoded = new GZIPInputStream(encoded)) {
      for (int n = decoded.read(piece); n >= 0; n = decoded.read(piece)) {
        long size = (long) out.size() + n;
        RequestBodies.requireSmall(size, maxBytes);
        if (size > SMALL && size / MOST_RATIO > encoded.count) {
          throw RequestBodies.tooLarge(
              "The body grows to more than " + MOST_RATIO + " times its size when decoded.");
        }
        lease.add(n);
        out.write(piece, 0, n);
      }
    } catch (ZipException | EOFException e) {
      if (encoded.count == 0) {
        return new byte[0];
      }
      // RFC 9110, 15.5.16. Azure hands a Java function bodies as text, which gzip does not survive.
      throw RequestBodies.unsupported(
          "The body is not gzip, or not any more, although Content-Encoding says so: send it as it"
              + " is.");
    }
    return out.toByteArray();
  }

  /** Counts what is read. */
  private static final class Counted extends FilterInputStream {
    private long count;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      count += Math.max(0, read);
      return read;
    }
  }
}
