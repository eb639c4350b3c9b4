package dev.trefoil.local.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientImpl;
import com.openai.client.okhttp.OkHttpClient;
import com.openai.core.ClientOptions;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.bedrock.BedrockEmulator;
import dev.trefoil.emulators.bedrock.MantleEmulator;
import dev.trefoil.emulators.identity.AwsKeyring;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Both endpoints of Bedrock's, emulated, called by OpenAI's own client for Java, whose requests the
 * AWS SDK signs: its own module for Bedrock cannot be had here.
 */
class EmulatedBedrockTest {
  private static final AwsKeyring RING = AwsKeyring.of("AKIDEXAMPLE", "secret");

  private ModelEmulator runtime;
  private ModelEmulator mantle;

  @BeforeEach
  void start() {
    runtime = BedrockEmulator.start("runtime", RING);
    mantle = MantleEmulator.start("mantle", RING);
  }

  @AfterEach
  void stop() {
    runtime.close();
    mantle.close();
  }

  @ParameterizedTest
  @CsvSource({"bedrock, us.openai.gpt-6-sol", "bedrock-mantle, openai.gpt-6-sol"})
  void aStreamIsTheWholeAnswer(String service, String model) {
    ResponseCreateParams request =
        ResponseCreateParams.builder().model(model).input("one two three").build();
    OpenAiJava.with(
        client(service, "/openai/v1", service),
        client -> {
          Response whole = client.responses().create(request);
          ResponseAccumulator accumulator = ResponseAccumulator.create();
          try (StreamResponse<ResponseStreamEvent> events =
              client.responses().createStreaming(request)) {
            events.stream().forEach(event -> accumulator.accumulate(event.validate()));
          }
          assertThat(whole.validate().status()).contains(ResponseStatus.COMPLETED);
          assertThat(accumulator.response().validate().usage()).isEqualTo(whole.usage());
        });
  }

  @ParameterizedTest
  @CsvSource({
    "bedrock, /openai/v1, us.openai.gpt-6-sol",
    "bedrock, /openai/v1, openai.gpt-oss-120b-1:0",
    "bedrock-mantle, /openai/v1, openai.gpt-6-sol",
    "bedrock-mantle, /v1, openai.gpt-oss-120b"
  })
  void chatCompletionsAreToo(String service, String path, String model) {
    OpenAiJava.with(
        client(service, path, service),
        client -> {
          ChatCompletion answer = client.chat().completions().create(chat(model));

          assertThat(answer.validate().choices().getFirst().message().content()).contains("hello");
        });
  }

  @Test
  void theWrongPathIsRefused() {
    OpenAiJava.with(
        client("bedrock-mantle", "/v1", "bedrock-mantle"),
        client ->
            assertThatThrownBy(() -> client.chat().completions().create(chat("openai.gpt-6-sol")))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("does not support"));
  }

  @Test
  void aSignatureForTheOtherIsRefused() {
    OpenAiJava.with(
        client("bedrock-mantle", "/v1", "bedrock"),
        client ->
            assertThatThrownBy(
                    () -> client.chat().completions().create(chat("openai.gpt-oss-120b")))
                .isInstanceOf(UnauthorizedException.class));
    OpenAiJava.with(
        client("bedrock", "/openai/v1", "bedrock-mantle"),
        client ->
            assertThatThrownBy(
                    () -> client.chat().completions().create(chat("us.openai.gpt-6-sol")))
                .isInstanceOf(PermissionDeniedException.class));
  }

  private static ChatCompletionCreateParams chat(String model) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage("hello").build();
  }

  private OpenAIClient client(String service, String path, String signedFor) {
    ModelEmulator emulator = service.equals("bedrock") ? runtime : mantle;
    return new OpenAIClientImpl(
        ClientOptions.builder()
            .httpClient(OkHttpClient.builder().addInterceptor(signing(signedFor)).build())
            .baseUrl(emulator.endpoint() + path)
            .apiKey("not-needed")
            .maxRetries(0)
            .responseValidation(true)
            .build());
  }

  private static Interceptor signing(String service) {
    return chain -> chain.proceed(signed(chain.request(), service));
  }

  private static Request signed(Request request, String service) throws IOException {
    Buffer body = new Buffer();
    request.body().writeTo(body);
    byte[] bytes = body.readByteArray();
    SdkHttpRequest unsigned =
        SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(request.url().uri()).build();
    Request.Builder signed = request.newBuilder().removeHeader("Authorization");
    AwsV4HttpSigner.create()
        .sign(
            to ->
                to.identity(AwsCredentialsIdentity.create("AKIDEXAMPLE", "secret"))
                    .request(unsigned)
                    .payload(ContentStreamProvider.fromByteArray(bytes))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1"))
        .request()
        .forEachHeader((name, values) -> values.forEach(value -> signed.header(name, value)));
    return signed.build();
  }
}
