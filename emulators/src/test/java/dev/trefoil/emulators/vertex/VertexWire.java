// A plain gRPC client of the emulator, for tests.
package dev.trefoil.emulators.vertex;

import com.google.cloud.vertexai.api.PredictionServiceGrpc;
import com.google.cloud.vertexai.api.PredictionServiceGrpc.PredictionServiceBlockingStub;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.net.LoopbackTls;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.stub.MetadataUtils;

/** An emulator and a channel to it. */
final class VertexWire implements AutoCloseable {

  private final LoopbackTls tls = LoopbackTls.create();
  final VertexEmulator emulator =
      VertexEmulator.start("vertex", BearerVerifier.accepting("good", "p"), tls);
  final ManagedChannel channel =
      OkHttpChannelBuilder.forAddress("127.0.0.1", emulator.endpoint().getPort())
          .sslSocketFactory(tls.clientContext().getSocketFactory())
          .disableRetry()
          .build();

  PredictionServiceBlockingStub stub() {
    var headers = new Metadata();
    headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer good");
    return PredictionServiceGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  @Override
  public void close() {
    channel.shutdownNow();
    emulator.close();
    tls.close();
  }
}
