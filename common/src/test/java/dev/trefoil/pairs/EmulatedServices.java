package dev.trefoil.pairs;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.OAuth2Credentials;
import dev.trefoil.auth.Authenticator;
import dev.trefoil.config.ServiceConfig;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.door.chat.ChatEndpoint;
import dev.trefoil.door.responses.KeptResponses;
import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.JournalEntry;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.ServiceKind;
import dev.trefoil.emulators.anthropic.AnthropicEmulator;
import dev.trefoil.emulators.azure.AzureOpenAiEmulator;
import dev.trefoil.emulators.azure.FoundryEmulator;
import dev.trefoil.emulators.bedrock.BedrockEmulator;
import dev.trefoil.emulators.bedrock.MantleEmulator;
import dev.trefoil.emulators.identity.AwsKeyring;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.net.LoopbackTls;
import dev.trefoil.emulators.openai.OpenAiEmulator;
import dev.trefoil.emulators.vertex.VertexEmulator;
import dev.trefoil.endpoints.Cors;
import dev.trefoil.endpoints.Endpoints;
import dev.trefoil.endpoints.HttpSettings;
import dev.trefoil.endpoints.ResponseLimits;
import dev.trefoil.endpoints.TestDoors;
import dev.trefoil.gateway.AnswerCache;
import dev.trefoil.gateway.CallEvents;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.gateway.ShadowBudget;
import dev.trefoil.gateway.TestGateway;
import dev.trefoil.health.HealthBook;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.identity.RequestSigner;
import dev.trefoil.identity.TestSigners;
import dev.trefoil.job.CallbackServices;
import dev.trefoil.job.JobService;
import dev.trefoil.job.JobSettings;
import dev.trefoil.job.OtherMessages;
import dev.trefoil.job.ResultLinks;
import dev.trefoil.job.Workers;
import dev.trefoil.policy.AttemptLimits;
import dev.trefoil.policy.Defaults;
import dev.trefoil.policy.Hedging;
import dev.trefoil.policy.OnDisconnect;
import dev.trefoil.policy.Policy;
import dev.trefoil.policy.PromptCaching;
import dev.trefoil.policy.Recovery;
import dev.trefoil.policy.RetryPolicy;
import dev.trefoil.policy.StreamInside;
import dev.trefoil.provider.Capabilities.Protocol;
import dev.trefoil.provider.ModelCatalog;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.RequestRules;
import dev.trefoil.provider.anthropic.AnthropicService;
import dev.trefoil.provider.anthropic.AnthropicSettings;
import dev.trefoil.provider.anthropic.MessagesDialect;
import dev.trefoil.provider.anthropic.MessagesRules;
import dev.trefoil.provider.bedrock.BedrockService;
import dev.trefoil.provider.bedrock.BedrockSettings;
import dev.trefoil.provider.bedrock.ConverseRules;
import dev.trefoil.provider.openai.Dialect;
import dev.trefoil.provider.openai.OpenAiRules;
import dev.trefoil.provider.openai.OpenAiService;
import dev.trefoil.provider.openai.OpenAiSettings;
import dev.trefoil.provider.vertex.GenerateContentRules;
import dev.trefoil.provider.vertex.VertexService;
import dev.trefoil.provider.vertex.VertexSettings;
import dev.trefoil.routing.PriceTable;
import dev.trefoil.routing.RoutingTable;
import dev.trefoil.routing.residency.Residencies;
import dev.trefoil.store.MemoryStore;
import dev.trefoil.store.Store;
import dev.trefoil.store.StorePlaces;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * Every provider, with its vendor's client, in front of its emulator: Trefoil without a platform.
 */
public final class EmulatedServices implements AutoCloseable {
  private static final ServiceConfig BEDROCK_GPT =
      TrefoilConfig.parse(
              """
              auth: none
              services: {gpt: {kind: bedrock, region: us-east-1}}
              routes: {gpt: {targets: [gpt/us.openai.gpt-6-sol]}}
              """,
              Map.of())
          .services()
          .get("gpt");

  private static final Map<String, RequestRules> RULES =
      Map.ofEntries(
          Map.entry("bedrock", new ConverseRules()),
          Map.entry("azure", OpenAiRules.of(Dialect.OPENAI, Optional.empty())),
          Map.entry("vertex_ai", new GenerateContentRules(Set.of("bucket"))),
          Map.entry("openai", OpenAiRules.of(Dialect.COMPATIBLE, Optional.empty())),
          Map.entry("responses", OpenAiRules.of(Dialect.OPENAI, Optional.of(Protocol.RESPONSES))),
          Map.entry("bedrock_gpt", BEDROCK_GPT.rules()),
          Map.entry("mantle", OpenAiRules.of(Dialect.MANTLE, Optional.empty())),
          Map.entry("azure_chat", OpenAiRules.of(Dialect.OPENAI, Optional.of(Protocol.CHAT))),
          Map.entry("bedrock_chat", OpenAiRules.of(Dialect.BEDROCK, Optional.of(Protocol.CHAT))),
          Map.entry("mantle_chat", OpenAiRules.of(Dialect.MANTLE, Optional.of(Protocol.CHAT))),
          Map.entry("anthropic", new MessagesRules()),
          Map.entry("foundry", new MessagesRules(MessagesDialect.FOUNDRY)),
          Map.entry("claude_aws", new MessagesRules(MessagesDialect.BEDROCK)),
          Map.entry("claude_mantle", new MessagesRules(MessagesDialect.MANTLE)),
          Map.entry("claude_gcp", new MessagesRules(MessagesDialect.VERTEX)));

  public static final List<String> NAMES =
      List.of("bedrock", "azure", "vertex_ai", "openai", "responses", "anthropic");

  /**
   * Others that speak one of their protocols: GPT at both endpoints of Bedrock's, and Claude at the
   * clouds that serve it by Messages.
   */
  public static final List<String> DIALECTS =
      List.of("bedrock_gpt", "mantle", "foundry", "claude_aws", "claude_mantle", "claude_gcp");

  /** GPT by chat completions where {@link #DIALECTS} and {@link #NAMES} have it by Responses. */
  public static final List<String> GPT_BY_CHAT =
      List.of("azure_chat", "bedrock_chat", "mantle_chat");

  /** All of them but the last. */
  public static final List<String> ALL = Stream.of(NAMES, DIALECTS).flatMap(List::stream).toList();

  private static final String KEY = "test-key";
  private static final String SECRET = "test-secret";
  private static final Duration CONNECT = Duration.ofSeconds(3);

  /** One attempt, and plain answers asked for plainly. */
  private static final Policy AS_ASKED = asAsked(false);

  private static final JobSettings JOBS =
      new JobSettings(
          "jobs",
          "dead",
          new StorePlaces("table", Optional.empty(), "blobs"),
          Map.of(),
          JobSettings.DEFAULT_LEASE,
          Duration.ofHours(1),
          3,
          ResultLinks.DEFAULT,
          Workers.NONE);

  private static Policy asAsked(boolean strict) {
    return new Policy(
        new RetryPolicy(0, Duration.ZERO, Duration.ZERO),
        Recovery.CONTINUE,
        new Hedging.Off(),
        OnDisconnect.CANCEL,
        StreamInside.NEVER,
        Optional.empty(),
        Set.of(),
        Optional.empty(),
        Defaults.NONE,
        Optional.empty(),
        PromptCaching.CALLERS,
        strict,
        Policy.LARGEST_RESPONSE);
  }

  /**
   * One of all that a process has at once, as there is one default context; no child needs its
   * file.
   */
  private static final LoopbackTls TLS = LoopbackTls.create();

  static {
    TLS.close();
  }

  private final SSLContext before = defaultContext();
  private final Map<String, ModelEmulator> emulators = new LinkedHashMap<>();
  private final Map<String, ModelService> services = new LinkedHashMap<>();
  private final HttpHandler http;
  private final HttpHandler asAsked;
  private final HttpHandler strict;

  public EmulatedServices() {
    SSLContext.setDefault(TLS.clientContext());
    ModelCatalog catalog = TrefoilConfig.load(Map.of()).models();
    BearerVerifier bearer = BearerVerifier.accepting(KEY, "test");
    emulators.put("bedrock", BedrockEmulator.start("bedrock", AwsKeyring.of(KEY, SECRET)));
    emulators.put("bedrock_gpt", BedrockEmulator.start("bedrock_gpt", AwsKeyring.of(KEY, SECRET)));
    emulators.put("mantle", MantleEmulator.start("mantle", AwsKeyring.of(KEY, SECRET)));
    emulators.put("azure", AzureOpenAiEmulator.start("azure", bearer));
    emulators.put("vertex_ai", VertexEmulator.start("vertex_ai", bearer, TLS));
    emulators.put("openai", OpenAiEmulator.start("openai", KEY));
    emulators.put("responses", OpenAiEmulator.start("responses", KEY));
    emulators.put("anthropic", AnthropicEmulator.start("anthropic", KEY));
    services.put(
        "bedrock",
        BedrockService.create(
            new BedrockSettings("us-east-1", Optional.of(emulator("bedrock").endpoint()), CONNECT),
            StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, SECRET)),
            model -> catalog.of("bedrock", model)));
    services.put(
        "bedrock_gpt",
        OpenAiService.create(
            OpenAiSettings.bedrock(
                "us-east-1",
                Optional.of(emulator("bedrock_gpt").endpoint()),
                Optional.empty(),
                CONNECT),
            TestSigners.aws(KEY, SECRET, "bedrock"),
            model -> catalog.of("bedrock_gpt", model)));
    services.put(
        "mantle",
        OpenAiService.create(
            OpenAiSettings.mantle(
                "us-east-1", Optional.of(emulator("mantle").endpoint()), Optional.empty(), CONNECT),
            TestSigners.aws(KEY, SECRET, "bedrock-mantle"),
            model -> catalog.of("mantle", model)));
    services.put(
        "azure",
        OpenAiService.create(
            OpenAiSettings.azure(emulator("azure").endpoint(), CONNECT),
            cancellation -> "Bearer " + KEY,
            model -> catalog.of("azure", model)));
    services.put(
        "vertex_ai",
        VertexService.create(
            new VertexSettings(
                "project", "global", Optional.of(emulator("vertex_ai").endpoint()), CONNECT),
            OAuth2Credentials.create(
                new AccessToken(KEY, Date.from(Instant.now().plusSeconds(3600)))),
            model -> catalog.of("vertex_ai", model)));
    services.put(
        "openai",
        OpenAiService.create(
            new OpenAiSettings(emulator("openai").endpoint(), Dialect.COMPATIBLE, CONNECT),
            cancellation -> "Bearer " + KEY,
            model -> catalog.of("openai", model)));
    services.put(
        "responses",
        OpenAiService.create(
            new OpenAiSettings(
                emulator("responses").endpoint(),
                Dialect.OPENAI,
                Optional.of(Protocol.RESPONSES),
                CONNECT),
            cancellation -> "Bearer " + KEY,
            model -> catalog.of("responses", model)));
    claude(catalog, bearer);
    gptByChat(catalog, bearer);
    services.put(
        "anthropic",
        AnthropicService.create(
            new AnthropicSettings(Optional.of(emulator("anthropic").endpoint()), CONNECT),
            cancellation -> KEY,
            model -> catalog.of("anthropic", model)));
    http = front(catalog, Policy.DEFAULTS.withStreamInside(StreamInside.ALWAYS));
    asAsked = front(catalog, AS_ASKED);
    strict = front(catalog, asAsked(true));
  }

  /** Claude at the clouds that serve it by Messages. */
  private void claude(ModelCatalog catalog, BearerVerifier bearer) {
    emulators.put("foundry", FoundryEmulator.start("foundry", bearer));
    emulators.put("claude_aws", BedrockEmulator.start("claude_aws", AwsKeyring.of(KEY, SECRET)));
    emulators.put(
        "claude_mantle", MantleEmulator.start("claude_mantle", AwsKeyring.of(KEY, SECRET)));
    emulators.put("claude_gcp", VertexEmulator.start("claude_gcp", bearer, TLS));
    services.put(
        "foundry",
        AnthropicService.create(
            AnthropicSettings.foundry(emulator("foundry").endpoint(), CONNECT),
            RequestSigner.header("Authorization", cancellation -> "Bearer " + KEY),
            model -> catalog.of("foundry", model).withoutSchema()));
    services.put(
        "claude_aws",
        AnthropicService.create(
            AnthropicSettings.bedrock(
                "us-east-1", Optional.of(emulator("claude_aws").endpoint()), CONNECT),
            TestSigners.aws(KEY, SECRET, "bedrock"),
            model -> catalog.of("claude_aws", model).withoutSchema()));
    services.put(
        "claude_mantle",
        AnthropicService.create(
            AnthropicSettings.mantle(
                "us-east-1", Optional.of(emulator("claude_mantle").endpoint()), CONNECT),
            TestSigners.aws(KEY, SECRET, "bedrock-mantle"),
            model -> catalog.of("claude_mantle", model).withoutSchema()));
    services.put(
        "claude_gcp",
        AnthropicService.create(
            AnthropicSettings.vertex(
                "project", "global", Optional.of(emulator("claude_gcp").endpoint()), CONNECT),
            RequestSigner.header("Authorization", cancellation -> "Bearer " + KEY),
            model -> catalog.of("claude_gcp", model)));
  }

  /** GPT by chat completions at the services that have it by Responses too. */
  private void gptByChat(ModelCatalog catalog, BearerVerifier bearer) {
    Optional<Protocol> chat = Optional.of(Protocol.CHAT);
    emulators.put("azure_chat", AzureOpenAiEmulator.start("azure_chat", bearer));
    emulators.put(
        "bedrock_chat", BedrockEmulator.start("bedrock_chat", AwsKeyring.of(KEY, SECRET)));
    emulators.put("mantle_chat", MantleEmulator.start("mantle_chat", AwsKeyring.of(KEY, SECRET)));
    services.put(
        "azure_chat",
        OpenAiService.create(
            OpenAiSettings.azure(emulator("azure_chat").endpoint(), chat, CONNECT),
            cancellation -> "Bearer " + KEY,
            model -> catalog.of("azure_chat", model)));
    services.put(
        "bedrock_chat",
        OpenAiService.create(
            OpenAiSettings.bedrock(
                "us-east-1", Optional.of(emulator("bedrock_chat").endpoint()), chat, CONNECT),
            TestSigners.aws(KEY, SECRET, "bedrock"),
            model -> catalog.of("bedrock_chat", model)));
    services.put(
        "mantle_chat",
        OpenAiService.create(
            OpenAiSettings.mantle(
                "us-east-1", Optional.of(emulator("mantle_chat").endpoint()), chat, CONNECT),
            TestSigners.aws(KEY, SECRET, "bedrock-mantle"),
            model -> catalog.of("mantle_chat", model)));
  }

  private HttpHandler front(ModelCatalog catalog, Policy policy) {
    return front(withoutRoutes(catalog, policy));
  }

  private static RoutingTable withoutRoutes(ModelCatalog catalog, Policy policy) {
    return new RoutingTable(
        List.of(),
        Map.of(),
        RULES,
        new RoutingTable.Outright(AttemptLimits.DEFAULTS, Set.of(), policy),
        catalog,
        PriceTable.EMPTY,
        Residencies.UNKNOWN);
  }

  /** A front door with routes, that knows nothing yet of its targets' health. */
  public HttpHandler front(RoutingTable table) {
    return front(table, HttpSettings.of(1 << 24), Optional.empty());
  }

  /** The same, that knows something of its targets. */
  public HttpHandler front(RoutingTable table, HealthBook health) {
    Gateway gateway = TestGateway.of(table, services, health);
    ChatEndpoint chat = new ChatEndpoint(gateway, Clock.systemUTC(), Optional.empty());
    return new Endpoints(
        TestDoors.of(gateway, chat, Optional.empty()),
        Authenticator.NONE,
        HttpSettings.of(1 << 24),
        Optional.empty());
  }

  /** The same with an account of its calls, for callers that are told apart, and kept answers. */
  public HttpHandler front(
      RoutingTable table, Authenticator callers, CallEvents events, AnswerCache answers) {
    Gateway gateway = TestGateway.of(table, services, events, answers);
    ChatEndpoint chat = new ChatEndpoint(gateway, Clock.systemUTC(), Optional.empty());
    return new Endpoints(
        TestDoors.of(gateway, chat, Optional.empty()),
        callers,
        HttpSettings.of(1 << 24),
        Optional.empty());
  }

  /** The same with keys and jobs, and with standbys. */
  public HttpHandler front(RoutingTable table, CallEvents events, ShadowBudget budget) {
    Gateway gateway = TestGateway.of(table, services, events, budget);
    ChatEndpoint chat = new ChatEndpoint(gateway, Clock.systemUTC(), Optional.empty());
    Optional<JobService> jobs =
        Optional.of(
            JobService.of(
                JOBS,
                new MemoryStore(InstantSource.system()).store(),
                TestDoors.kept(gateway, chat, KeptResponses.NONE),
                OtherMessages.NONE,
                CallbackServices.NONE,
                Clock.systemUTC()));
    return new Endpoints(
        TestDoors.of(gateway, chat, jobs), Authenticator.NONE, HttpSettings.of(1 << 24), jobs);
  }

  /** The same with other bounds. */
  public HttpHandler front(RoutingTable table, HttpSettings settings) {
    return front(table, settings, Optional.empty());
  }

  /** All that a call meets on its way from a platform: pages of other origins, jobs and keys. */
  public HttpHandler front(HttpSettings settings, Store store) {
    Endpoints table =
        front(
            withoutRoutes(TrefoilConfig.load(Map.of()).models(), Policy.DEFAULTS),
            settings,
            Optional.of(store));
    return new ResponseLimits(
        settings.cors().<HttpHandler>map(pages -> new Cors(pages, table)).orElse(table), table);
  }

  private Endpoints front(RoutingTable table, HttpSettings settings, Optional<Store> store) {
    Gateway gateway = TestGateway.of(table, services);
    ChatEndpoint chat = new ChatEndpoint(gateway, Clock.systemUTC(), Optional.empty());
    Optional<JobService> jobs =
        store.map(
            backend ->
                JobService.of(
                    JOBS,
                    backend,
                    TestDoors.kept(gateway, chat, KeptResponses.NONE),
                    OtherMessages.NONE,
                    CallbackServices.NONE,
                    Clock.systemUTC()));
    return new Endpoints(TestDoors.of(gateway, chat, jobs), Authenticator.NONE, settings, jobs);
  }

  /** A chat model that the service has. */
  public static String model(String service) {
    return switch (service) {
      case "bedrock" -> "us.anthropic.claude-sonnet-4-6";
      case "vertex_ai" -> "gemini-3.5-flash";
      case "anthropic" -> "claude-sonnet-4-6";
      case "responses", "azure_chat" -> "gpt-6-sol";
      case "bedrock_gpt", "bedrock_chat" -> "us.openai.gpt-6-sol";
      case "mantle", "mantle_chat" -> "openai.gpt-6-sol";
      case "foundry", "claude_gcp" -> "claude-opus-5-5";
      case "claude_aws" -> "us.anthropic.claude-opus-5-5";
      case "claude_mantle" -> "anthropic.claude-opus-5-5";
      default -> "gpt-5.2";
    };
  }

  /** With plain answers streamed inside, however many were asked for before. */
  public HttpHandler http() {
    return http;
  }

  /** The same with one attempt a call, and with plain answers asked for plainly. */
  public HttpHandler asAsked() {
    return asAsked;
  }

  /** The same where nothing is changed that may change the answer. */
  public HttpHandler strict() {
    return strict;
  }

  /** The last requests that any service got. */
  public List<JournalEntry> requests() {
    return emulators.values().stream()
        .flatMap(emulator -> emulator.controls().journal().stream())
        .toList();
  }

  public Controls controls(String service) {
    return emulator(service).controls();
  }

  /** Where a service is. */
  public URI endpoint(String service) {
    return emulator(service).endpoint();
  }

  public ServiceKind kind(String service) {
    return emulator(service).kind();
  }

  private ModelEmulator emulator(String service) {
    return emulators.get(service);
  }

  @Override
  public void close() {
    services.values().forEach(ModelService::close);
    emulators.values().forEach(ModelEmulator::close);
    SSLContext.setDefault(before);
  }

  private static SSLContext defaultContext() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether a service was asked for a stream, in whatever protocol. */
  public static boolean isForStream(JournalEntry request) {
    return request.path().matches(".*[sS]tream.*")
        || request.body().path("stream").asBoolean(false);
  }
}
