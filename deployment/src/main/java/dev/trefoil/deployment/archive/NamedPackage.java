// The vendors' packages that Trefoil is to be made of, and which of them an archive holds.
package dev.trefoil.deployment.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** A package by its vendor's name, known by a class that nothing else has. */
public enum NamedPackage {
  AWS_LAMBDA_CORE(
      "aws-lambda-java-core", "com/amazonaws/services/lambda/runtime/RequestHandler.class"),
  AWS_LAMBDA_EVENTS(
      "aws-lambda-java-events", "com/amazonaws/services/lambda/runtime/events/SQSEvent.class"),
  AWS_SERVERLESS_CONTAINER(
      "aws-serverless-java-container",
      "com/amazonaws/serverless/proxy/internal/LambdaContainerHandler.class"),
  AZURE_FUNCTIONS(
      "azure-functions-java-library", "com/microsoft/azure/functions/annotation/HttpTrigger.class"),
  FUNCTIONS_FRAMEWORK("functions-framework-api", "com/google/cloud/functions/HttpFunction.class"),
  AWS_SDK(
      "AWS SDK v2",
      "software/amazon/awssdk/services/bedrockruntime/BedrockRuntimeAsyncClient.class"),
  AZURE_IDENTITY("azure-identity", "com/azure/identity/ManagedIdentityCredential.class"),
  VERTEX_AI("google-cloud-vertexai", "com/google/cloud/vertexai/api/PredictionServiceClient.class"),
  OPENTELEMETRY("opentelemetry-sdk", "io/opentelemetry/sdk/trace/SdkTracerProvider.class");

  private final String text;
  private final String type;

  NamedPackage(String text, String type) {
    this.text = text;
    this.type = type;
  }

  /** Those whose classes lie in the jars of a written archive. */
  public static Set<NamedPackage> in(Path archive) throws IOException {
    Set<NamedPackage> found = EnumSet.noneOf(NamedPackage.class);
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry file :
          zip.stream().filter(entry -> entry.getName().endsWith(".jar")).toList()) {
        try (InputStream jar = zip.getInputStream(file)) {
          addFrom(jar, found);
        }
      }
    }
    return found;
  }

  private static void addFrom(InputStream jar, Set<NamedPackage> found) throws IOException {
    ZipInputStream entries = new ZipInputStream(jar);
    for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
      for (NamedPackage one : values()) {
        if (entry.getName().equals(one.type)) {
          found.add(one);
        }
      }
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
