// A response message on the wire: a right one, or bytes that are none.
package dev.trefoil.emulators.vertex;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** What the server sends where the vendor's method has a response. */
sealed interface Frame {

  /** The vendor's message. */
  record Whole(Message response) implements Frame {}

  /** Any bytes. */
  record Raw(byte[] bytes) implements Frame {}

  /**
   * The vendor's method, able to send any frame. It counts as streaming even where the vendor's
   * sends one message: gRPC would hold that back until its end, and then nothing could happen in
   * between. The client sees no difference.
   */
  static <R extends Message> MethodDescriptor<R, Frame> method(
      MethodDescriptor<R, ? extends Message> vendors, R request) {
    return vendors.toBuilder(ProtoUtils.marshaller(request), new Marshaller())
        .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
        .build();
  }

  /** Writes frames; a server never reads one. */
  final class Marshaller implements MethodDescriptor.Marshaller<Frame> {
    @Override
    public InputStream stream(Frame frame) {
      return new ByteArrayInputStream(
          switch (frame) {
            case Whole whole -> whole.response().toByteArray();
            case Raw raw -> raw.bytes();
          });
    }

    @Override
    public Frame parse(InputStream stream) {
      throw new UnsupportedOperationException("a server sends frames");
    }
  }
}
