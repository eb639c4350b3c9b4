package dev.trefoil.endpoints;

import dev.trefoil.door.Problem;
import dev.trefoil.http.HttpCall;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Reads request bodies within bounds, the same from every platform: as UTF-8 text, decoded. */
final class RequestBodies {
  /** The encodings that are taken, as the header {@code Accept-Encoding} lists them. */
  static final String ENCODINGS = "gzip, identity";

  /**
   * A request takes several times its own size: as bytes, as a tree, as texts, and written for a
   * service.
   */
  private static final int SHARE_OF_HEAP = 10;

  private static final int PIECE = 1 << 16;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final long maxBytes;
  private final BytesInFlight inFlight;

  /**
   * @param maxBytes the largest body that is read; larger ones are answered 413
   * @param maxInFlight what all bodies under way may take together, decoded; unless said, a tenth
   *     of the heap, and room for one of the largest at least
   */
  RequestBodies(long maxBytes, OptionalLong maxInFlight) {
    this.maxBytes = maxBytes;
    this.inFlight =
        new BytesInFlight(
            maxInFlight.orElseGet(
                () -> Math.max(maxBytes, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP)));
  }

  BytesInFlight inFlight() {
    return inFlight;
  }

  /**
   * Reads the body of a call.
   *
   * @param lease grows by what is read
   * @throws Problem 400 when it is not what it says it is, 408 when its sender leaves or stalls
   *     before its end, 411 when it was lost on the way, 413 when it is too large, 415 when it is
   *     encoded in a way that is not taken, 503 when too much is under way already
   */
  byte[] read(HttpCall call, BytesInFlight.Lease lease) throws Problem {
    byte[] body = whole(call, lease);
    if (body.length == 0 && isChunked(call)) {
      throw lost();
    }
    requireUtf8(body);
    // RFC 8259, 8.1: a parser may pass over a byte order mark, and one platform takes it off.
    return Arrays.mismatch(body, BYTE_ORDER_MARK) == BYTE_ORDER_MARK.length
        ? Arrays.copyOfRange(body, BYTE_ORDER_MARK.length, body.length)
        : body;
  }

  /**
   * The body of a call as it comes.
   *
   * @param held how many bytes of it are held at a time
   * @param lease grows by {@code held}
   * @throws Problem 408 when its sender has left, 411 when it was lost on the way, 415 when it is
   *     encoded, 503 when too much is under way already
   */
  InputStream stream(HttpCall call, int held, BytesInFlight.Lease lease) throws Problem {
    if (isGzip(call)) {
      throw unsupported("This body is taken as it is: leave 'content-encoding' out.");
    }
    lease.add(held);
    if (!isChunked(call)) {
      return call.body();
    }
    PushbackInputStream body = new PushbackInputStream(call.body());
    try {
      int first = body.read();
      if (first < 0) {
        throw lost();
      }
      body.unread(first);
      return body;
    } catch (IOException e) {
      throw broken();
    }
  }

  /** Azure hands the chunked body of a call to a Java function empty (its worker's issue 781). */
  private static Problem lost() {
    return Problem.of(
        411,
        "length_required",
        "The body came empty, as chunked bodies do on some platforms: send a Content-Length.");
  }

  /** RFC 9110, 15.5.9. No fault of ours, as a 500 would say; one that has left does not read it. */
  private static Problem broken() {
    return Problem.of(
        408, "request_timeout", "The body broke off or stalled before its end: send it again.");
  }

  private byte[] whole(HttpCall call, BytesInFlight.Lease lease) throws Problem {
    boolean gzip = isGzip(call);
    try {
      return gzip ? GzipBody.read(call.body(), maxBytes, lease) : plain(call.body(), lease);
    } catch (IOException e) {
      throw broken();
    }
  }

  private static boolean isGzip(HttpCall call) throws Problem {
    List<String> encodings =
        call.headers().all("content-encoding").stream()
            .flatMap(value -> Arrays.stream(value.split(",")))
            .map(encoding -> encoding.strip().toLowerCase(Locale.ROOT))
            .filter(encoding -> !encoding.isEmpty() && !encoding.equals("identity"))
            .toList();
    if (encodings.isEmpty()) {
      return false;
    }
    if (encodings.equals(List.of("gzip")) || encodings.equals(List.of("x-gzip"))) {
      return true;
    }
    throw unsupported(
        "The body is encoded as "
            + String.join(", ", encodings)
            + ": send it as it is, or with gzip.");
  }

  static Problem unsupported(String message) {
    return Problem.of(415, "unsupported_content_encoding", message);
  }

  private byte[] plain(InputStream in, BytesInFlight.Lease lease) throws Problem, IOException {
    List<byte[]> pieces = new ArrayList<>(1);
    long size = 0;
    while (true) {
      byte[] piece = in.readNBytes(PIECE);
      size += piece.length;
      requireSmall(size, maxBytes);
      lease.add(piece.length);
      pieces.add(piece);
      if (piece.length < PIECE) {
        return joined(pieces, (int) size);
      }
    }
  }

  /** 413 where a body is too large. */
  static void requireSmall(long size, long maxBytes) throws Problem {
    if (size > maxBytes) {
      throw tooLarge("The body is larger than " + maxBytes + " bytes.");
    }
  }

  static Problem tooLarge(String message) {
    return Problem.of(413, "request_too_large", message);
  }

  private static byte[] joined(List<byte[]> pieces, int size) {
    if (pieces.size() == 1) {
      return pieces.getFirst();
    }
    ByteBuffer whole = ByteBuffer.allocate(size);
    pieces.forEach(whole::put);
    return whole.array();
  }

  /** A model must not be asked about U+FFFD in the place of what was sent. */
  private static void requireUtf8(byte[] body) throws Problem {
    ByteBuffer bytes = ByteBuffer.wrap(body);
    CharBuffer some = CharBuffer.allocate(Math.min(Math.max(body.length, 1), PIECE));
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    while (true) {
      CoderResult result = decoder.decode(bytes, some.clear(), true);
      if (result.isUnderflow()) {
        return;
      }
      if (result.isError()) {
        throw Problem.of(
            400,
            "invalid_request",
            "The body is not UTF-8 text: see its byte " + bytes.position() + ".");
      }
    }
  }

  private static boolean isChunked(HttpCall call) {
    return call.headers()
        .first("transfer-encoding")
        .filter(encoding -> encoding.toLowerCase(Locale.ROOT).contains("chunked"))
        .isPresent();
  }
}
