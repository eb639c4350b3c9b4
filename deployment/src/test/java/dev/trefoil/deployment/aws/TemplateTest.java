package dev.trefoil.deployment.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.deployment.Repository;
import dev.trefoil.deployment.Tool;
import dev.trefoil.deployment.archive.Packaged;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** template.yaml as cfn-lint sees it, and as what SAM's own transform makes of it. */
class TemplateTest {
  private static final Path TEMPLATE = Repository.home().resolve("template.yaml");

  /** Service Authorization Reference: no resource can be named for them. */
  private static final Set<String> WITHOUT_RESOURCES =
      Set.of("sts:GetWebIdentityToken", "xray:PutTraceSegments", "xray:PutTelemetryRecords");

  private static JsonNode written;
  private static JsonNode resources;

  @TempDir Path folder;

  @BeforeAll
  static void expand() throws Exception {
    Tool.Ran ran =
        Tool.python("samtranslator")
            .run(
                "-W",
                "ignore",
                Path.of("src/test/python/expand.py").toAbsolutePath().toString(),
                TEMPLATE.toString());
    assertThat(ran.exit()).as(ran.all()).isZero();
    JsonNode both = new ObjectMapper().readTree(ran.output());
    written = both.path("written");
    resources = both.at("/expanded/Resources");
  }

  @Test
  void cfnLintFindsNothing() throws Exception {
    Tool.Ran ran = CfnLint.tool().run("--", TEMPLATE.toString());
    assertThat(ran.exit()).as(ran.all()).isZero();
    assertThat(ran.output()).isBlank();
  }

  @Test
  void cfnLintWouldFindAWrongProperty() throws Exception {
    Path wrong =
        Files.writeString(
            folder.resolve("template.yaml"),
            Files.readString(TEMPLATE)
                .replace("SqsManagedSseEnabled", "SqsManagedSseEnable")
                .replace("InvokedViaFunctionUrl: true", "InvokedViaFunctionUrls: true"));
    Tool.Ran ran = CfnLint.tool().run("--", wrong.toString());
    assertThat(ran.exit()).isNotZero();
    assertThat(ran.output()).contains("SqsManagedSseEnable", "InvokedViaFunctionUrls");
  }

  @Test
  void everyFunctionsArchiveIsOneThatPackageWrites() {
    Set<String> archives =
        Packaged.all().keySet().stream()
            .map(name -> "target/package/" + name + ".zip")
            .collect(Collectors.toSet());
    List<JsonNode> functions = ofType("AWS::Lambda::Function");
    assertThat(functions).hasSize(5);
    assertThat(functions)
        .allSatisfy(
            function ->
                assertThat(archives).contains(function.at("/Properties/Code/S3Key").asText()));
  }

  @Test
  void everyHandlerIsAClassOrAProgramOfItsArchive() {
    for (JsonNode function : ofType("AWS::Lambda::Function")) {
      JsonNode handler = function.at("/Properties/Handler");
      String plain = handler.isTextual() ? handler.asText() : handler.at("/Fn::If/2").asText();
      assertThat(Packaged.contains(archive(function.at("/Properties/Code")), plain))
          .as(plain)
          .isTrue();
    }
  }

  @Test
  void theServletFormIsAnotherHandlerWithALayerWhichThePlainOneLacks() {
    JsonNode function = resources.at("/HttpFunction/Properties");
    JsonNode handler = function.at("/Handler/Fn::If");
    JsonNode layers = function.at("/Layers/Fn::If");
    assertThat(written.at("/Parameters/HttpForm/Default").asText()).isEqualTo("plain");
    assertThat(written.at("/Conditions/HasServletForm").toString())
        .contains("\"HttpForm\"", "\"servlet\"");
    assertThat(List.of(handler.path(0).asText(), layers.path(0).asText()))
        .containsOnly("HasServletForm");
    assertThat(layers.at("/2/Ref").asText()).isEqualTo("AWS::NoValue");
    JsonNode layer = resources.path(layers.at("/1/0/Ref").asText());
    assertThat(layer.path("Type").asText()).isEqualTo("AWS::Lambda::LayerVersion");
    assertThat(layer.path("Condition").asText()).isEqualTo("HasServletForm");
    assertThat(
            Packaged.contains(archive(layer.at("/Properties/Content")), handler.path(1).asText()))
        .as(handler + " of " + layer)
        .isTrue();
  }

  /**
   * One of two functions: none has a layer of another's, or SnapStart, and one stands behind each
   * reference.
   */
  @Test
  void streamsComeFromTheAdaptersServerOrFromARuntimeOfOurOwn() {
    assertThat(written.at("/Parameters/StreamingForm/Default").asText()).isEqualTo("web-adapter");
    JsonNode byAdapter = resources.path("StreamingFunction");
    JsonNode ownRuntime = resources.path("NativeStreamingFunction");
    assertThat(byAdapter.path("Condition").asText()).isEqualTo("StreamsByAdapter");
    assertThat(ownRuntime.path("Condition").asText()).isEqualTo("StreamsNatively");
    assertThat(written.at("/Conditions/StreamsByAdapter").toString())
        .contains("\"StreamingForm\"", "\"web-adapter\"");
    assertThat(written.at("/Conditions/StreamsNatively").toString())
        .contains("\"StreamingForm\"", "\"native\"");
    assertThat(ownRuntime.path("Properties").has("Layers")).isFalse();
    assertThat(ownRuntime.path("Properties").has("SnapStart")).isFalse();
    String wrapper =
        ownRuntime.at("/Properties/Environment/Variables/AWS_LAMBDA_EXEC_WRAPPER").asText();
    assertThat(wrapper).startsWith("/var/task/");
    assertThat(
            Packaged.contains(
                archive(ownRuntime.at("/Properties/Code")), wrapper.replace("/var/task/", "")))
        .isTrue();
    for (String member : List.of("MemorySize", "Timeout", "Role", "LoggingConfig")) {
      assertThat(ownRuntime.at("/Properties/" + member))
          .isEqualTo(byAdapter.at("/Properties/" + member));
    }
  }

  private static String archive(JsonNode code) {
    return Path.of(code.path("S3Key").asText()).getFileName().toString().replace(".zip", "");
  }

  @Test
  void noPolicyAllowsAnActionOnAnyResourceThatItCouldName() {
    List<String> wild = new ArrayList<>();
    int allowed = 0;
    for (JsonNode policy : ofType("AWS::IAM::ManagedPolicy")) {
      for (JsonNode statement : policy.at("/Properties/PolicyDocument/Statement")) {
        if (statement.path("Effect").asText().equals("Allow")) {
          allowed++;
          texts(statement.path("Action")).stream()
              .filter(action -> action.contains("*"))
              .forEach(wild::add);
          if (texts(statement.path("Resource")).contains("*")) {
            wild.addAll(texts(statement.path("Action")));
          }
        }
      }
    }
    assertThat(allowed).isPositive();
    assertThat(wild).containsExactlyInAnyOrderElementsOf(WITHOUT_RESOURCES);
  }

  @Test
  void tokensForOtherCloudsAreBoundByAudienceDurationAndAlgorithm() {
    JsonNode condition =
        resources.at("/FederationAccess/Properties/PolicyDocument/Statement/0/Condition");
    assertThat(condition.at("/ForAllValues:StringEquals/sts:IdentityTokenAudience").asText())
        .isEqualTo("api://AzureADTokenExchange");
    assertThat(condition.at("/NumericLessThanEquals/sts:DurationSeconds").asInt()).isEqualTo(300);
    assertThat(condition.at("/StringEquals/sts:SigningAlgorithm").asText()).isEqualTo("RS256");
  }

  @Test
  void foundationModelsAreCalledThroughTheNamedProfilesOnly() {
    JsonNode models = resources.at("/ModelAccess/Properties/PolicyDocument/Statement/1");
    assertThat(models.at("/Resource/Ref").asText()).isEqualTo("FoundationModelArns");
    assertThat(models.at("/Condition/ArnEquals/bedrock:InferenceProfileArn/Ref").asText())
        .isEqualTo("InferenceProfileArns");
  }

  @Test
  void beyondTheNamedModelsOnlyTheDefaultProjectIsOpenAndWhatIsAskedFor() {
    JsonNode statements = resources.at("/ModelAccess/Properties/PolicyDocument/Statement");
    assertThat(statements).hasSize(5);
    assertThat(statements.at("/2/Action").asText()).isEqualTo("bedrock:InvokeModel");
    assertThat(statements.at("/2/Resource").toString()).contains(":project/default\"");
    assertThat(statements.at("/3").toString())
        .contains("UsesMantle", "bedrock-mantle:CreateInference", ":project/*\"");
    assertThat(statements.at("/4").toString())
        .contains(
            "HasGuardrails",
            "\"Action\":\"bedrock:ApplyGuardrail\"",
            "\"Resource\":{\"Ref\":\"GuardrailArns\"}");
  }

  @Test
  void noRoleHasAPolicyOfAwsButTheOneForNetworkInterfaces() {
    assertThat(rolesOf("lambda.amazonaws.com"))
        .hasSize(4)
        .allSatisfy(
            role ->
                assertThat(role.toString().split("arn:", -1))
                    .hasSize(2)
                    .anyMatch(part -> part.contains("AWSLambdaENIManagementAccess")));
  }

  /** The event that EventShapesTest holds the runtime's own deserialiser to. */
  @Test
  void theScheduleSendsAnEventThatTheProbesTypeCanTake() throws Exception {
    String input =
        ofType("AWS::Scheduler::Schedule").getFirst().at("/Properties/Target/Input").asText();
    ObjectMapper json = new ObjectMapper();
    JsonNode tried =
        json.readTree(
            Repository.home()
                .resolve("aws-lambda/src/test/resources/events/schedule-template.json")
                .toFile());

    assertThat(
            json.readTree(
                input
                    .replace("<aws.scheduler.scheduled-time>", tried.path("time").asText())
                    .replace("<aws.scheduler.schedule-arn>", tried.at("/resources/0").asText())))
        .isEqualTo(tried);
  }

  @Test
  void theProbeRunsOnItsScheduleAndTheScheduleMayRunNothingElse() {
    JsonNode schedule = ofType("AWS::Scheduler::Schedule").getFirst().path("Properties");
    assertThat(schedule.at("/ScheduleExpression/Ref").asText()).isEqualTo("ProbeSchedule");
    assertThat(schedule.at("/Target/RetryPolicy/MaximumRetryAttempts").asInt(-1)).isZero();
    JsonNode target = schedule.at("/Target/Arn");
    assertThat(texts(target.path("Fn::GetAtt"))).containsExactly("ProbeFunction", "Arn");
    assertThat(rolesOf("scheduler.amazonaws.com"))
        .singleElement()
        .satisfies(
            role -> {
              JsonNode statements = role.at("/Properties/Policies/0/PolicyDocument/Statement");
              assertThat(statements).hasSize(1);
              assertThat(statements.at("/0/Action").asText()).isEqualTo("lambda:InvokeFunction");
              assertThat(statements.at("/0/Resource")).isEqualTo(target);
            });
  }

  /** It keeps no jobs: no bucket and no queue. */
  @Test
  void theProbeMayCallModelsAndUseTheTable() {
    assertThat(resources.at("/ProbeRole/Properties/ManagedPolicyArns").findValuesAsText("Ref"))
        .contains("Running", "ModelAccess", "RecordAccess")
        .doesNotContain("JobAccess", "JobIntake");
    JsonNode statements = resources.at("/RecordAccess/Properties/PolicyDocument/Statement");
    assertThat(statements).hasSize(1);
    assertThat(texts(statements.at("/0/Action")))
        .containsExactly("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem");
    assertThat(texts(statements.at("/0/Resource/Fn::GetAtt"))).containsExactly("JobTable", "Arn");
  }

  @Test
  void theProbeMayReadUsageAndWriteReportsWhereItIsToReport() {
    JsonNode policy = resources.at("/ReportAccess");
    assertThat(policy.at("/Condition").asText()).isEqualTo("WritesReports");
    assertThat(written.at("/Parameters/Reports/Default").asText()).isEqualTo("false");
    assertThat(resources.at("/ProbeRole/Properties/ManagedPolicyArns").toString())
        .contains("[\"WritesReports\",{\"Ref\":\"ReportAccess\"}");
    JsonNode statements = policy.at("/Properties/PolicyDocument/Statement");
    assertThat(statements).hasSize(2);
    assertThat(statements.at("/0/Action").asText()).isEqualTo("dynamodb:Query");
    assertThat(texts(statements.at("/0/Resource/Fn::GetAtt")))
        .containsExactly("ConversationTable", "Arn");
    assertThat(statements.at("/1/Action").asText()).isEqualTo("s3:PutObject");
    assertThat(statements.at("/1/Resource/Fn::Sub").asText())
        .isEqualTo("${JobBlobs.Arn}/reports/*");
  }

  /** What reads turns in order needs a sort key, and no right to what is not a turn. */
  @Test
  void conversationsHaveATableInOrderAndAPartOfTheBucket() {
    JsonNode table = resources.at("/ConversationTable/Properties");
    assertThat(table.at("/KeySchema").toString())
        .isEqualTo(
            "[{\"AttributeName\":\"id\",\"KeyType\":\"HASH\"},"
                + "{\"AttributeName\":\"sortKey\",\"KeyType\":\"RANGE\"}]");
    assertThat(table.at("/TimeToLiveSpecification/AttributeName").asText()).isEqualTo("expires");
    JsonNode statements = resources.at("/ConversationAccess/Properties/PolicyDocument/Statement");
    assertThat(statements).hasSize(2);
    assertThat(texts(statements.at("/0/Action")))
        .containsExactlyInAnyOrder(
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:UpdateItem",
            "dynamodb:DeleteItem",
            "dynamodb:Query");
    assertThat(texts(statements.at("/0/Resource/Fn::GetAtt")))
        .containsExactly("ConversationTable", "Arn");
    assertThat(statements.at("/1/Resource").findValuesAsText("Fn::Sub"))
        .containsExactly("${JobBlobs.Arn}/turns/*", "${JobBlobs.Arn}/files/*");
    for (String role : List.of("HttpRole", "StreamingRole", "JobRole")) {
      assertThat(resources.at("/" + role + "/Properties/ManagedPolicyArns").findValuesAsText("Ref"))
          .contains("RecordAccess", "JobAccess", "ConversationAccess");
    }
    JsonNode rules = resources.at("/JobBlobs/Properties/LifecycleConfiguration/Rules");
    assertThat(rules.at("/0/Prefix").asText()).isEqualTo("jobs/");
    assertThat(rules.at("/0/ExpirationInDays/Ref").asText()).isEqualTo("JobKeepDays");
    assertThat(rules.at("/1/Prefix").isMissingNode()).isTrue();
    assertThat(rules.at("/1/ExpirationInDays/Ref").asText()).isEqualTo("ConversationKeepDays");
  }

  @Test
  void theQueueHidesAMessageSixTimesAsLongAsItsFunctionMayTake() {
    JsonNode timeouts = written.at("/Mappings/JobTimeouts");
    List<String> choices = texts(written.at("/Parameters/JobTimeout/AllowedValues"));
    assertThat(choices).isNotEmpty();
    for (String seconds : choices) {
      assertThat(timeouts.path(seconds).path("Visibility").asInt())
          .isEqualTo(6 * Integer.parseInt(seconds));
    }
    assertThat(resources.at("/JobQueue/Properties/VisibilityTimeout").toString())
        .isEqualTo("{\"Fn::FindInMap\":[\"JobTimeouts\",{\"Ref\":\"JobTimeout\"},\"Visibility\"]}");
  }

  @Test
  void oneMessagesFailureBringsBackThatMessageOnly() {
    JsonNode mapping = ofType("AWS::Lambda::EventSourceMapping").getFirst().path("Properties");
    assertThat(texts(mapping.path("FunctionResponseTypes")))
        .containsExactly("ReportBatchItemFailures");
    assertThat(mapping.at("/ScalingConfig/MaximumConcurrency/Ref").asText())
        .isEqualTo("JobConcurrency");
    assertThat(mapping.at("/FunctionName/Ref").asText()).isEqualTo("JobFunctionAliaslive");
    assertThat(resources.at("/JobQueue/Properties/RedrivePolicy/maxReceiveCount").asInt())
        .isEqualTo(50);
  }

  @Test
  void urlsAreForCallersWithIamOnlyAndThoseOfStreamsStream() {
    List<JsonNode> urls = ofType("AWS::Lambda::Url");
    assertThat(urls)
        .hasSize(3)
        .allSatisfy(
            url -> assertThat(url.at("/Properties/AuthType").asText()).isEqualTo("AWS_IAM"));
    for (String form : List.of("", "Native")) {
      assertThat(resources.at("/" + form + "StreamingFunctionUrl/Properties/InvokeMode").asText())
          .isEqualTo("RESPONSE_STREAM");
    }
    assertThat(resources.at("/HttpFunctionUrl/Properties/TargetFunctionArn/Ref").asText())
        .isEqualTo("HttpFunctionAliaslive");
    assertThat(
            resources
                .at(
                    "/HttpApi/Properties/Body/paths/$default/x-amazon-apigateway-any-method/security/0")
                .has("AWS_IAM"))
        .isTrue();
  }

  /**
   * "Control access to Lambda function URLs", AWS Lambda Developer Guide: since October 2025 a
   * caller needs both actions, and the second under the condition, since without it whole events
   * could be written past the URL.
   */
  @Test
  void aCallersPolicyHasBothActionsOfAFunctionUrlAndInvokesByThatOnly() {
    Map<String, JsonNode> allowed = new HashMap<>();
    for (JsonNode statement : resources.at("/CallerAccess/Properties/PolicyDocument/Statement")) {
      assertThat(statement.path("Effect").asText()).isEqualTo("Allow");
      allowed.put(statement.path("Action").asText(), statement);
    }
    assertThat(allowed.keySet())
        .containsExactlyInAnyOrder(
            "execute-api:Invoke", "lambda:InvokeFunctionUrl", "lambda:InvokeFunction");
    JsonNode byUrl = allowed.get("lambda:InvokeFunctionUrl");
    assertThat(byUrl.at("/Condition/StringEquals/lambda:FunctionUrlAuthType").asText())
        .isEqualTo("AWS_IAM");
    JsonNode invoke = allowed.get("lambda:InvokeFunction");
    assertThat(invoke.at("/Condition/Bool/lambda:InvokedViaFunctionUrl").asText())
        .isEqualTo("true");
    assertThat(invoke.path("Resource")).isEqualTo(byUrl.path("Resource"));
    assertThat(refs(byUrl.path("Resource")))
        .containsExactlyInAnyOrderElementsOf(
            ofType("AWS::Lambda::Url").stream()
                .map(url -> url.at("/Properties/TargetFunctionArn/Ref").asText())
                .toList());
  }

  @Test
  void anotherAccountIsGivenBothActionsOfEachFunctionUrlUnderTheSameConditions() {
    List<JsonNode> given =
        ofType("AWS::Lambda::Permission").stream()
            .filter(one -> one.at("/Properties/Principal/Ref").asText().equals("CallerAccount"))
            .toList();
    assertThat(given)
        .hasSize(4)
        .allSatisfy(
            one -> assertThat(one.path("Condition").asText()).isEqualTo("HasCallerAccount"));
    for (JsonNode url : ofType("AWS::Lambda::Url")) {
      String function = url.at("/Properties/TargetFunctionArn/Ref").asText();
      assertThat(given)
          .filteredOn(one -> named(one.at("/Properties/FunctionName")).contains(function))
          .extracting(
              one -> one.at("/Properties/Action").asText(),
              one -> one.at("/Properties/FunctionUrlAuthType").asText(),
              one -> one.at("/Properties/InvokedViaFunctionUrl").asBoolean())
          .containsExactlyInAnyOrder(
              tuple("lambda:InvokeFunctionUrl", "AWS_IAM", false),
              tuple("lambda:InvokeFunction", "", true));
    }
  }

  @Test
  void everyFunctionHasAlarmsOnErrorsAndThrottlesAndEveryUrlOnServerErrors() {
    Map<String, Set<String>> watched = new HashMap<>();
    for (JsonNode alarm : ofType("AWS::CloudWatch::Alarm")) {
      if (alarm.at("/Properties/Namespace").asText().equals("AWS/Lambda")) {
        for (String function : named(alarm.at("/Properties/Dimensions/0/Value"))) {
          watched
              .computeIfAbsent(function, name -> new HashSet<>())
              .add(alarm.at("/Properties/MetricName").asText());
        }
      }
    }
    assertThat(watched)
        .isEqualTo(
            Map.of(
                "HttpFunction", Set.of("Errors", "Throttles", "Url5xxCount"),
                "StreamingFunction", Set.of("Errors", "Throttles", "Url5xxCount"),
                "NativeStreamingFunction", Set.of("Errors", "Throttles", "Url5xxCount"),
                "JobFunction", Set.of("Errors", "Throttles"),
                "ProbeFunction", Set.of("Errors", "Throttles")));
  }

  @Test
  void deadLettersAreTalkedAboutAgainBeforeTheyAreForgotten() {
    JsonNode alarm = resources.at("/DeadLettersForgotten/Properties");
    assertThat(alarm.path("MetricName").asText()).isEqualTo("ApproximateAgeOfOldestMessage");
    assertThat(texts(alarm.at("/Dimensions/0/Value/Fn::GetAtt")))
        .containsExactly("JobDeadLetters", "QueueName");
    assertThat(alarm.path("Threshold").asInt())
        .isPositive()
        .isLessThan(resources.at("/JobDeadLetters/Properties/MessageRetentionPeriod").asInt());
  }

  @Test
  void everyAlarmIsToldWhenItGoesOffAndWhenItIsOver() {
    assertThat(ofType("AWS::CloudWatch::Alarm"))
        .hasSizeGreaterThan(10)
        .allSatisfy(
            alarm -> {
              for (String actions : List.of("AlarmActions", "OKActions")) {
                assertThat(alarm.at("/Properties/" + actions + "/Fn::If/1/0/Ref").asText())
                    .isEqualTo("AlarmTopicArn");
              }
            });
  }

  /** Function URLs know no throttle of their own. */
  @Test
  void functionsThatAnswerCallsCanBeBoundInHowManyRunAtATime() {
    for (String function : List.of("Http", "Streaming", "NativeStreaming")) {
      JsonNode bound =
          resources.at("/" + function + "Function/Properties/ReservedConcurrentExecutions/Fn::If");
      String parameter = function.replace("Native", "");
      assertThat(bound.path(0).asText()).isEqualTo("Bounds" + parameter);
      assertThat(bound.at("/1/Ref").asText()).isEqualTo(parameter + "Concurrency");
    }
  }

  @Test
  void snapshotsAreTakenOfWhatTheAliasesPointTo() {
    for (String function : List.of("HttpFunction", "JobFunction")) {
      assertThat(resources.at("/" + function + "/Properties/SnapStart/ApplyOn").asText())
          .isEqualTo("PublishedVersions");
      assertThat(resources.path(function + "Aliaslive").path("Type").asText())
          .isEqualTo("AWS::Lambda::Alias");
    }
  }

  @Test
  void everyLogIsForgottenAfterATimeAndEveryFunctionIsTraced() {
    assertThat(ofType("AWS::Logs::LogGroup"))
        .hasSize(5)
        .allSatisfy(
            log ->
                assertThat(log.at("/Properties/RetentionInDays/Ref").asText())
                    .isEqualTo("LogRetentionDays"));
    assertThat(ofType("AWS::Lambda::Function"))
        .allSatisfy(
            function -> {
              assertThat(function.at("/Properties/TracingConfig/Mode").asText())
                  .isEqualTo("Active");
              assertThat(function.at("/Properties/LoggingConfig/LogGroup/Ref").asText())
                  .endsWith("FunctionLogs");
            });
  }

  @Test
  void theAlarmOnExtraAttemptsCountsThoseOfEveryFunctionThatAnswersCalls() {
    JsonNode alarm = resources.at("/ExtraAttempts/Properties");
    assertThat(alarm.at("/Threshold/Ref").asText()).isEqualTo("FallbackThreshold");
    List<JsonNode> filters = ofType("AWS::Logs::MetricFilter");
    assertThat(filters)
        .extracting(filter -> filter.at("/Properties/LogGroupName/Ref").asText())
        .containsExactlyInAnyOrder("HttpFunctionLogs", "StreamingFunctionLogs", "JobFunctionLogs");
    assertThat(filters)
        .allSatisfy(
            filter -> {
              JsonNode metric = filter.at("/Properties/MetricTransformations/0");
              assertThat(metric.path("MetricName")).isEqualTo(alarm.path("MetricName"));
              assertThat(metric.path("MetricNamespace")).isEqualTo(alarm.path("Namespace"));
              assertThat(metric.path("MetricValue").asText()).isEqualTo("1");
            });
  }

  /** The lines as docs/fallback.md has them. */
  @Test
  void whatIsCountedIsACallWithMoreThanOneAttempt() throws Exception {
    List<ObjectNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(Repository.home().resolve("docs/fallback.md"))) {
      if (line.startsWith("{\"log\":")) {
        lines.add((ObjectNode) new ObjectMapper().readTree(line));
      }
    }
    assertThat(lines).extracting(line -> line.path("log").asText()).contains("attempt", "call");
    for (JsonNode filter : ofType("AWS::Logs::MetricFilter")) {
      String pattern = filter.at("/Properties/FilterPattern").asText();
      for (ObjectNode line : lines) {
        boolean call = line.path("log").asText().equals("call");
        assertThat(FilterPattern.of(pattern).matches(line.deepCopy().put("attempts", 2)))
            .isEqualTo(call);
        assertThat(FilterPattern.of(pattern).matches(line.deepCopy().put("attempts", 1))).isFalse();
        if (call) {
          assertThat(line.path("attempts").isInt()).isTrue();
        }
      }
    }
  }

  /** The names under which deployment/trefoil.yaml finds what the template makes. */
  @Test
  void everyVariableIsOneThatTheConfigurationOrTheServerReads() throws Exception {
    String readers =
        Files.readString(Repository.home().resolve("deployment/trefoil.yaml"))
            + "TREFOIL_CONFIG TREFOIL_MODELS TREFOIL_TIMEOUT_SECONDS";
    for (JsonNode function : ofType("AWS::Lambda::Function")) {
      for (Map.Entry<String, JsonNode> variable :
          function.at("/Properties/Environment/Variables").properties()) {
        if (variable.getKey().startsWith("TREFOIL_")) {
          assertThat(readers).contains(variable.getKey());
        }
      }
    }
  }

  /** Those that a service takes. */
  private static List<JsonNode> rolesOf(String service) {
    return ofType("AWS::IAM::Role").stream()
        .filter(
            role -> role.at("/Properties/AssumeRolePolicyDocument").toString().contains(service))
        .toList();
  }

  private static List<JsonNode> ofType(String type) {
    return StreamSupport.stream(resources.spliterator(), false)
        .filter(resource -> resource.path("Type").asText().equals(type))
        .toList();
  }

  private static List<String> texts(JsonNode node) {
    if (node.isArray()) {
      return StreamSupport.stream(node.spliterator(), false).map(TemplateTest::text).toList();
    }
    return List.of(text(node));
  }

  private static List<String> refs(JsonNode nodes) {
    return StreamSupport.stream(nodes.spliterator(), false)
        .flatMap(node -> named(node).stream())
        .toList();
  }

  /** The resource that a value names, or those that one of its forms does. */
  private static List<String> named(JsonNode value) {
    if (value.has("Fn::If")) {
      return Stream.of(1, 2)
          .flatMap(choice -> named(value.path("Fn::If").path(choice)).stream())
          .toList();
    }
    return List.of(
        value.has("Ref") ? value.path("Ref").asText() : texts(value.path("Fn::GetAtt")).getFirst());
  }

  private static String text(JsonNode node) {
    return node.isTextual() ? node.asText() : node.toString();
  }
}
