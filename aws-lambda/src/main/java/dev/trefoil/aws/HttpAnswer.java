package dev.trefoil.aws;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseLimit;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * An answer of the core, collected whole as Lambda's managed runtime posts it: text in UTF-8, but
 * for the content of files, which is base64. Sources: those of {@link HttpEvent}.
 */
final class HttpAnswer implements ResponseSink {
  /** The only answers that need not be text. */
  private static final String BINARY = "application/octet-stream";

  private AnswerHead head = new AnswerHead(0, new Headers());
  private boolean isBinary;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  /** How large an answer is as it is posted. */
  static ResponseLimit.Form form(HttpEvent.Version version) {
    return new ResponseLimit.Form() {
      @Override
      public long head(int status, Headers headers) {
        HttpAnswer empty = new HttpAnswer();
        empty.start(status, headers);
        ByteArrayOutputStream posted = new ByteArrayOutputStream();
        try {
          empty.write(version, posted);
        } catch (IOException e) {
          throw new UncheckedIOException(e); // Nothing is written to but memory.
        }
        return posted.size();
      }

      @Override
      public long body(byte[] bytes, int offset, int length) {
        return escaped(bytes, offset, length);
      }
    };
  }

  /** What text takes within JSON, as the generator writes it: RFC 8259, 7. */
  private static long escaped(byte[] bytes, int offset, int length) {
    long size = length;
    for (int i = offset; i < offset + length; i++) {
      byte b = bytes[i];
      if (b == '"' || b == '\\' || b >= '\b' && b <= '\r' && b != 0x0b) {
        size++;
      } else if (b >= 0 && b < ' ') {
        size += 5; // As a u and four digits behind a backslash.
      }
    }
    return size;
  }

  @Override
  public OutputStream start(int newStatus, Headers newHeaders) {
    body.reset();
    head = new AnswerHead(newStatus, newHeaders);
    isBinary = newHeaders.first("content-type").filter(BINARY::equals).isPresent();
    return body;
  }

  /** Writes it for the door whose event it answers. */
  void write(HttpEvent.Version version, OutputStream response) throws IOException {
    try (JsonGenerator json = Json.generator(response)) {
      json.writeStartObject();
      head.write(version, json);
      byte[] bytes = body.toByteArray();
      json.writeFieldName("body");
      if (isBinary) {
        json.writeBinary(bytes);
      } else {
        json.writeUTF8String(bytes, 0, bytes.length);
      }
      json.writeBooleanField("isBase64Encoded", isBinary);
      json.writeEndObject();
    }
  }
}
