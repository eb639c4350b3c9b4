package dev.trefoil.http;

import java.io.IOException;
import java.io.OutputStream;

/** Where the response to one {@link HttpCall} goes. */
@FunctionalInterface
public interface ResponseSink {
  /**
   * Sets status and headers, once, before any body. The stream's {@code flush()} sends what is
   * there now on platforms that can stream; elsewhere all is sent when the handler returns. The
   * platform closes the stream. Where the call's door has a {@link ResponseLimit}, a second start
   * begins anew: what was written before is forgotten.
   *
   * @param status 200 to 599
   * @throws IOException when the caller is gone
   */
  OutputStream start(int status, Headers headers) throws IOException;
}
