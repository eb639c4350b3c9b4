package dev.trefoil.agent;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What a server sends, which fails when it is more than that. */
final class BoundedStream extends FilterInputStream {
  private final int most;
  private long read;

  BoundedStream(InputStream in, int mostBytes) {
    super(in);
    this.most = mostBytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    int got = super.read(to, offset, length);
    read += Math.max(0, got);
    if (read > most) {
      throw new IOException("the server's answer has more than " + most + " bytes");
    }
    return got;
  }
}
