// The container's response takes bytes one by one: an answer may have six million.
package dev.trefoil.aws.servlet;

import com.amazonaws.serverless.proxy.internal.servlet.AwsHttpServletResponse;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;

/** A response that takes arrays whole. */
final class CallResponse extends AwsHttpServletResponse {
  CallResponse(HttpServletRequest request, CountDownLatch latch) {
    super(request, latch);
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    ServletOutputStream out = super.getOutputStream();
    return new ServletOutputStream() {
      @Override
      public void write(int b) throws IOException {
        out.write(b);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(ByteBuffer.wrap(bytes, offset, length));
      }

      @Override
      public void flush() throws IOException {
        out.flush();
      }

      @Override
      public boolean isReady() {
        return out.isReady();
      }

      @Override
      public void setWriteListener(WriteListener listener) {
        out.setWriteListener(listener);
      }
    };
  }
}
