package dev.trefoil.emulators.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trefoil.emulators.JournalEntry;
import dev.trefoil.emulators.ServiceKind;
import dev.trefoil.emulators.identity.AwsContainerCredentialsEmulator;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bedrock through AWS's Python SDK, which knows nothing but its environment and an endpoint. */
class Boto3Test {

  @Test
  void boto3GetsAnswersFromBedrock() throws IOException, InterruptedException {
    try (var cloud = EmulatedCloud.start(Map.of("bedrock", ServiceKind.BEDROCK))) {
      assumeTrue(Child.hasBoto3(cloud), "skipped: python3 with boto3 is not here");
      String script =
          """
          import boto3, sys
          from botocore.config import Config
          client = boto3.client("bedrock-runtime", region_name="us-east-1",
              endpoint_url=sys.argv[1], config=Config(retries={"total_max_attempts": 1}))
          ask = dict(modelId="us.anthropic.claude-haiku-4-5-20251001-v1:0",
              messages=[{"role": "user", "content": [{"text": "hello from boto3"}]}])
          whole = client.converse(**ask)
          print(whole["stopReason"], whole["output"]["message"]["content"][0]["text"])
          events = list(client.converse_stream(**ask)["stream"])
          print([next(iter(e)) for e in events])
          print([e["contentBlockDelta"]["delta"]["text"] for e in events if "contentBlockDelta" in e])
          print(events[-1]["metadata"]["usage"]["totalTokens"])
          """;
      String endpoint = cloud.models().get("bedrock").endpoint().toString();
      Child python = Child.run(cloud, List.of("python3", "-W", "ignore", "-c", script, endpoint));
      assertThat(python.output().lines())
          .containsExactly(
              "end_turn hello from boto3",
              "['messageStart', 'contentBlockDelta', 'contentBlockDelta', 'contentBlockDelta',"
                  + " 'contentBlockStop', 'messageStop', 'metadata']",
              "['hello', ' from', ' boto3']",
              "6");
      assertThat(python.exitCode()).isZero();
      assertThat(cloud.models().get("bedrock").controls().journal())
          .extracting(JournalEntry::principal)
          .hasSize(2)
          .containsOnly(AwsContainerCredentialsEmulator.PRINCIPAL);
    }
  }

  @Test
  void boto3CallsToolsAndTellsTheirResults() throws IOException, InterruptedException {
    try (var cloud = EmulatedCloud.start(Map.of("bedrock", ServiceKind.BEDROCK))) {
      assumeTrue(Child.hasBoto3(cloud), "skipped: python3 with boto3 is not here");
      String script =
          """
          import boto3, json, sys
          from botocore.config import Config
          client = boto3.client("bedrock-runtime", region_name="us-east-1",
              endpoint_url=sys.argv[1], config=Config(retries={"total_max_attempts": 1}))
          schema = {"type": "object", "additionalProperties": False,
              "properties": {"city": {"type": "string"}}}
          tools = {"tools": [{"toolSpec": {"name": name, "inputSchema": {"json": schema}}}
              for name in ("get_weather", "send")]}
          thinking = {"thinking": {"type": "enabled", "budget_tokens": 1024}}
          messages = [{"role": "user", "content": [{"text": "get_weather and send"}]}]
          ask = dict(modelId="us.anthropic.claude-haiku-4-5-20251001-v1:0", messages=messages,
              toolConfig=tools, additionalModelRequestFields=thinking)
          answer = client.converse(**ask)
          calls = [b["toolUse"] for b in answer["output"]["message"]["content"] if "toolUse" in b]
          print(answer["stopReason"], [(c["name"], c["input"]) for c in calls])
          messages.append(answer["output"]["message"])
          messages.append({"role": "user", "content": [
              {"toolResult": {"toolUseId": c["toolUseId"], "content": [{"text": c["name"] + "!"}]}}
              for c in calls]})
          events = list(client.converse_stream(**ask)["stream"])
          deltas = [e["contentBlockDelta"]["delta"] for e in events if "contentBlockDelta" in e]
          print([d["text"] for d in deltas if "text" in d])
          print("".join(d["reasoningContent"].get("text", "") for d in deltas
              if "reasoningContent" in d))
          forced = client.converse(modelId="m", messages=messages[:1], outputConfig={"textFormat":
              {"type": "json_schema", "structure": {"jsonSchema": {"schema": json.dumps(schema)}}}})
          print(forced["output"]["message"]["content"][0]["text"])
          vector = client.invoke_model(modelId="amazon.titan-embed-text-v2:0",
              body=json.dumps({"inputText": "hi", "dimensions": 256}))
          print(len(json.load(vector["body"])["embedding"]),
              vector["ResponseMetadata"]["HTTPHeaders"]["x-amzn-bedrock-input-token-count"])
          try:
              client.converse(**{**ask, "messages": messages[:2]})
          except client.exceptions.ValidationException as e:
              print(e.response["Error"]["Message"][:46])
          """;
      String endpoint = cloud.models().get("bedrock").endpoint().toString();
      Child python = Child.run(cloud, List.of("python3", "-W", "ignore", "-c", script, endpoint));
      assertThat(python.output().lines())
          .containsExactly(
              "tool_use [('get_weather', {'city': 'city'}), ('send', {'city': 'city'})]",
              "['get_weather!', ' send!']",
              "I was asked: get_weather! send!",
              "{\"city\":\"get_weather and send\"}",
              "256 1",
              "Expected toolResult blocks at messages.2.conte");
    }
  }

  @Test
  void boto3ExchangesTokensWithSts() throws IOException, InterruptedException {
    try (var cloud = EmulatedCloud.start(Map.of())) {
      assumeTrue(Child.hasBoto3(cloud), "skipped: python3 with boto3 is not here");
      String script =
          """
          import boto3, sys, urllib.request
          from botocore import UNSIGNED
          from botocore.config import Config
          from botocore.exceptions import ClientError
          sts = boto3.client("sts")
          print(sts.get_caller_identity()["Arn"])
          token = sts.get_web_identity_token(Audience=["a"], SigningAlgorithm="RS256")
          print(token["WebIdentityToken"].count("."))
          def assume(audience):
              request = urllib.request.Request(sys.argv[1] + audience,
                  headers={"Metadata-Flavor": "Google"})
              token = urllib.request.urlopen(request).read().decode()
              unsigned = boto3.client("sts", config=Config(signature_version=UNSIGNED))
              return unsigned.assume_role_with_web_identity(RoleArn=sys.argv[2],
                  RoleSessionName="python", WebIdentityToken=token)
          print(assume(sys.argv[3])["AssumedRoleUser"]["Arn"])
          try:
              assume("someone-else")
          except ClientError as e:
              print(e.response["Error"]["Code"])
          """;
      EmulatedIdentities identities = cloud.identities();
      Map<String, String> environment = new LinkedHashMap<>(cloud.environment());
      environment.putAll(identities.loopback());
      environment.put("AWS_DEFAULT_REGION", environment.get("AWS_REGION"));
      String identity =
          "http://%s/computeMetadata/v1/instance/service-accounts/default/identity?audience="
              .formatted(environment.get("GCE_METADATA_HOST"));
      Trust trust = identities.trust();
      Child python =
          Child.run(
              environment,
              List.of(
                  "python3",
                  "-W",
                  "ignore",
                  "-c",
                  script,
                  identity,
                  trust.roleArn(),
                  trust.awsAudience()));
      assertThat(python.output().lines())
          .containsExactly(
              AwsContainerCredentialsEmulator.PRINCIPAL,
              "2",
              "arn:aws:sts::123456789012:assumed-role/trefoil-federated/python",
              "AccessDenied");
    }
  }
}
