package dev.trefoil.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A sink that keeps what it is given, and can be gone. */
public final class RecordedResponse implements ResponseSink {
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final List<String> flushed = new ArrayList<>();
  private final CountDownLatch somethingSent = new CountDownLatch(1);
  private int status;
  private boolean ended;
  private Headers headers = new Headers();

  @Override
  public OutputStream start(int statusCode, Headers responseHeaders) throws IOException {
    if (status != 0) {
      throw new IllegalStateException("started twice");
    }
    status = statusCode;
    headers = responseHeaders;
    return new OutputStream() {
      private int sent;

      @Override
      public void write(int b) {
        body.write(b);
      }

      @Override
      public void flush() {
        flushed.add(body().substring(sent));
        sent = body().length();
        somethingSent.countDown();
      }

      @Override
      public void close() {
        ended = true;
      }
    };
  }

  public int status() {
    return status;
  }

  public String header(String name) {
    return headers.first(name).orElse(null);
  }

  public Headers headers() {
    return headers;
  }

  public String body() {
    return body.toString(StandardCharsets.UTF_8);
  }

  /** What each flush sent. */
  public List<String> flushed() {
    return flushed;
  }

  /** Whether the response is over, and not only its last event sent. */
  public boolean ended() {
    return ended;
  }

  /** Waits until the caller got something. */
  public void awaitSomethingSent() throws InterruptedException {
    somethingSent.await();
  }
}
