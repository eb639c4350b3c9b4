// A response message on the wire: a right one, or bytes that are none.
package dev.trefoil.emulators.vertex;

import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.GenerateContentResponse;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** What the server sends where the vendor's method has a GenerateContentResponse. */
sealed interface Frame {

  /** The vendor's message. */
  record Message(GenerateContentResponse response) implements Frame {}

  /** Any bytes. */
  record Raw(byte[] bytes) implements Frame {}

  /** The vendor's method, able to send any frame. */
  static MethodDescriptor<GenerateContentRequest, Frame> method(
      MethodDescriptor<GenerateContentRequest, GenerateContentResponse> vendors) {
    return vendors.toBuilder(
            ProtoUtils.marshaller(GenerateContentRequest.getDefaultInstance()), new Marshaller())
        .build();
  }

  /** Writes frames; a server never reads one. */
  final class Marshaller implements MethodDescriptor.Marshaller<Frame> {
    @Override
    public InputStream stream(Frame frame) {
      return new ByteArrayInputStream(
          switch (frame) {
            case Message message -> message.response().toByteArray();
            case Raw raw -> raw.bytes();
          });
    }

    @Override
    public Frame parse(InputStream stream) {
      throw new UnsupportedOperationException("a server sends frames");
    }
  }
}
