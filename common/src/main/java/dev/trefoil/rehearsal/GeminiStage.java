package dev.trefoil.rehearsal;

import com.google.cloud.vertexai.api.Candidate;
import com.google.cloud.vertexai.api.Content;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.GenerateContentResponse;
import com.google.cloud.vertexai.api.Part;
import io.grpc.InsecureServerCredentials;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/** A gRPC server in this process, on loopback and in plain text, that plays Vertex AI's Gemini. */
final class GeminiStage implements AutoCloseable {
  /** Of the service's definition, {@code prediction_service.proto}. */
  private static final String SERVICE = "google.cloud.aiplatform.v1.PredictionService";

  private final Server server;

  private GeminiStage(Server server) {
    this.server = server;
  }

  static GeminiStage open() throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    Server server =
        OkHttpServerBuilder.forPort(
                new InetSocketAddress(loopback, 0), InsecureServerCredentials.create())
            .addService(
                ServerServiceDefinition.builder(SERVICE)
                    .addMethod(
                        method(MethodType.UNARY, "GenerateContent"),
                        ServerCalls.asyncUnaryCall((request, caller) -> answer(caller)))
                    .addMethod(
                        method(MethodType.SERVER_STREAMING, "StreamGenerateContent"),
                        ServerCalls.asyncServerStreamingCall((request, caller) -> answer(caller)))
                    .build())
            .build()
            .start();
    return new GeminiStage(server);
  }

  private static MethodDescriptor<GenerateContentRequest, GenerateContentResponse> method(
      MethodType type, String name) {
    return MethodDescriptor.<GenerateContentRequest, GenerateContentResponse>newBuilder()
        .setType(type)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
        .setRequestMarshaller(ProtoUtils.marshaller(GenerateContentRequest.getDefaultInstance()))
        .setResponseMarshaller(ProtoUtils.marshaller(GenerateContentResponse.getDefaultInstance()))
        .build();
  }

  private static void answer(StreamObserver<GenerateContentResponse> caller) {
    caller.onNext(hello());
    caller.onCompleted();
  }

  private static GenerateContentResponse hello() {
    return GenerateContentResponse.newBuilder()
        .addCandidates(
            Candidate.newBuilder()
                .setContent(
                    Content.newBuilder()
                        .setRole("model")
                        .addParts(Part.newBuilder().setText("Hello")))
                .setFinishReason(Candidate.FinishReason.STOP))
        .setUsageMetadata(
            GenerateContentResponse.UsageMetadata.newBuilder()
                .setPromptTokenCount(12)
                .setCandidatesTokenCount(1)
                .setTotalTokenCount(13))
        .build();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
