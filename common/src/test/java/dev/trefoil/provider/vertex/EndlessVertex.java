package dev.trefoil.provider.vertex;

import com.google.cloud.vertexai.api.Candidate;
import com.google.cloud.vertexai.api.Content;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.GenerateContentResponse;
import com.google.cloud.vertexai.api.Part;
import com.google.cloud.vertexai.api.PredictionServiceGrpc;
import dev.trefoil.emulators.net.LoopbackTls;
import dev.trefoil.provider.ChatModelContract;
import io.grpc.Server;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.okhttp.SslSocketFactoryServerCredentials;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CountDownLatch;

/** Gives some text if it is asked for a stream, and waits for the call to be cancelled. */
final class EndlessVertex extends PredictionServiceGrpc.PredictionServiceImplBase
    implements ChatModelContract.Endless {
  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final GenerateContentResponse text;
  private final Server server;

  EndlessVertex(LoopbackTls tls) throws IOException {
    this(tls, Candidate.newBuilder(), "Hel");
  }

  /** That says so much, and whether that is all. */
  EndlessVertex(LoopbackTls tls, Candidate.Builder candidate, String said) throws IOException {
    candidate.setContent(Content.newBuilder().addParts(Part.newBuilder().setText(said)));
    text = GenerateContentResponse.newBuilder().addCandidates(candidate).build();
    server =
        OkHttpServerBuilder.forPort(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                SslSocketFactoryServerCredentials.create(tls.serverContext().getSocketFactory()))
            .addService(this)
            .build()
            .start();
  }

  @Override
  public void streamGenerateContent(
      GenerateContentRequest request, StreamObserver<GenerateContentResponse> answer) {
    begin(answer);
    answer.onNext(text);
  }

  @Override
  public void generateContent(
      GenerateContentRequest request, StreamObserver<GenerateContentResponse> answer) {
    begin(answer);
  }

  private void begin(StreamObserver<GenerateContentResponse> answer) {
    ((ServerCallStreamObserver<GenerateContentResponse>) answer)
        .setOnCancelHandler(cancelled::countDown);
    requested.countDown();
  }

  @Override
  public void awaitRequest() throws InterruptedException {
    requested.await();
  }

  @Override
  public URI endpoint() {
    return URI.create("https://127.0.0.1:" + server.getPort());
  }

  @Override
  public void awaitHangUp() throws InterruptedException {
    cancelled.await();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
