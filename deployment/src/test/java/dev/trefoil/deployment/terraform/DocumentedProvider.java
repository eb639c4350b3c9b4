package dev.trefoil.deployment.terraform;

import io.grpc.HandlerRegistry;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.okhttp.OkHttpServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Stands in for a provider that is not to be had: it tells the real {@code terraform} what the
 * provider's documentation and schema say, refuses what they refuse, and plans. Terraform itself
 * checks arguments, types, blocks and references. It is reached by TF_REATTACH_PROVIDERS, as a
 * provider that runs in a debugger is.
 */
final class DocumentedProvider implements AutoCloseable {
  private static final String SERVICE = "tfplugin5.Provider/";

  private final String address;
  private final Server server;

  private DocumentedProvider(String address, Server server) {
    this.address = address;
    this.server = server;
  }

  /** Starts all that {@code terraform/} needs and a mirror may lack. */
  static List<DocumentedProvider> startAll() throws IOException {
    List<DocumentedProvider> started = new ArrayList<>();
    for (String name : List.of("azurerm", "google", "azuread", "aws")) {
      started.add(start("registry.terraform.io/hashicorp/" + name, "/providers/" + name + ".yaml"));
    }
    return List.copyOf(started);
  }

  /**
   * Starts a provider.
   *
   * @param address as {@code registry.terraform.io/hashicorp/google}
   * @param resource its table, a resource of this class
   */
  static DocumentedProvider start(String address, String resource) throws IOException {
    Page.Table table;
    try (InputStream in = DocumentedProvider.class.getResourceAsStream(resource)) {
      table = Page.table(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    byte[] schemas = Schemas.response(table);
    Answers answers = new Answers(table);
    InetSocketAddress loopback =
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
    Server server =
        OkHttpServerBuilder.forPort(loopback, InsecureServerCredentials.create())
            .fallbackHandlerRegistry(
                new HandlerRegistry() {
                  @Override
                  public ServerMethodDefinition<?, ?> lookupMethod(
                      String method, String authority) {
                    return method(method, schemas, answers);
                  }
                })
            .build()
            .start();
    return new DocumentedProvider(address, server);
  }

  /** A member of the JSON object in TF_REATTACH_PROVIDERS. */
  String reattached() {
    return """
    "%s": {"Protocol": "grpc", "ProtocolVersion": 5, "Pid": %d, "Test": true,
      "Addr": {"Network": "tcp", "String": "127.0.0.1:%d"}}"""
        .formatted(address, ProcessHandle.current().pid(), server.getPort());
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private static ServerMethodDefinition<byte[], byte[]> method(
      String name, byte[] schemas, Answers answers) {
    MethodDescriptor<byte[], byte[]> descriptor =
        MethodDescriptor.<byte[], byte[]>newBuilder(Bytes.AS_THEY_ARE, Bytes.AS_THEY_ARE)
            .setType(MethodType.UNARY)
            .setFullMethodName(name)
            .build();
    return ServerMethodDefinition.create(descriptor, answering(name, schemas, answers));
  }

  private static ServerCallHandler<byte[], byte[]> answering(
      String name, byte[] schemas, Answers answers) {
    return (call, headers) -> {
      call.request(1);
      return new ServerCall.Listener<>() {
        @Override
        public void onMessage(byte[] request) {
          switch (name) {
            case SERVICE + "GetSchema" -> answer(call, schemas);
            case SERVICE + "PrepareProviderConfig" -> answer(call, answers.prepare(request));
            case SERVICE + "Configure" -> answer(call, answers.configure(request));
            case SERVICE + "ValidateResourceTypeConfig" -> answer(call, answers.resource(request));
            case SERVICE + "ValidateDataSourceConfig" -> answer(call, answers.data(request));
            case SERVICE + "PlanResourceChange" -> answer(call, answers.plan(request));
            case SERVICE + "ReadDataSource" -> answer(call, answers.read(request));
            case SERVICE + "Stop" -> answer(call, new byte[0]);
            default -> call.close(Status.UNIMPLEMENTED.withDescription(name), new Metadata());
          }
        }
      };
    };
  }

  private static void answer(ServerCall<byte[], byte[]> call, byte[] response) {
    call.sendHeaders(new Metadata());
    call.sendMessage(response);
    call.close(Status.OK, new Metadata());
  }

  private enum Bytes implements MethodDescriptor.Marshaller<byte[]> {
    AS_THEY_ARE;

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
