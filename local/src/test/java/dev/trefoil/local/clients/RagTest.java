package dev.trefoil.local.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import com.openai.models.vectorstores.VectorStore;
import com.openai.models.vectorstores.VectorStoreCreateParams;
import com.openai.models.vectorstores.VectorStoreSearchParams;
import com.openai.models.vectorstores.VectorStoreSearchResponse;
import dev.trefoil.local.Eventually;
import dev.trefoil.local.RunningClouds;
import dev.trefoil.local.SharedClouds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * OpenAI's clients, unmodified, with files and vector stores, through the functions of the clouds
 * that are handed forms: Google's is not.
 */
@ExtendWith(SharedClouds.class)
@Timeout(120)
class RagTest {
  @ParameterizedTest
  @ValueSource(strings = {"aws", "azure"})
  void openAisClientForNode(String cloud, RunningClouds clouds) throws Exception {
    assumeTrue(clouds.queues().has(cloud), "skipped: " + cloud + " has no queues on this machine");
    Npm.Installed installed = Npm.install();
    assumeTrue(installed.npm().isPresent(), installed.missing());
    try (NodeProgram program = NodeProgram.start(installed.npm().get(), "rag")) {
      JsonNode seen = program.does(NodeProgram.asking("files", url(clouds, cloud)));

      assertThat(seen.path("status").asText()).as(seen.toString()).isEqualTo("completed");
      assertThat(seen.path("counts").path("completed").asInt()).isEqualTo(1);
      assertThat(seen.path("counts").path("failed").asInt()).isEqualTo(1);
      assertThat(seen.path("listed")).extracting(JsonNode::asText).hasSize(3).contains("failed");
      assertThat(seen.path("found")).extracting(JsonNode::asText).first().isEqualTo("lakes.md");
      assertThat(seen.path("search").path("type").asText()).isEqualTo("file_search_call");
      assertThat(seen.path("search").path("results").get(0).path("filename").asText())
          .isEqualTo("lakes.md");
      assertThat(seen.path("annotations").findValuesAsText("filename")).contains("lakes.md");
      assertThat(seen.path("content").asText()).contains("Bodensee");
      assertThat(seen.path("deleted")).hasSize(3);
    }
  }

  private static String url(RunningClouds clouds, String cloud) {
    return "http://127.0.0.1:" + clouds.port(cloud);
  }

  private static FileCreateParams params(Path path) {
    return FileCreateParams.builder().file(path).purpose(FilePurpose.ASSISTANTS).build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws", "azure"})
  void openAisClientForJava(String cloud, RunningClouds clouds, @TempDir Path folder)
      throws Exception {
    assumeTrue(clouds.queues().has(cloud), "skipped: " + cloud + " has no queues on this machine");
    Path path =
        Files.writeString(folder.resolve("Größe.md"), "# Lakes\n\nThe Bodensee is a lake.\n");
    OpenAIClient client = OpenAiJava.openAi(url(clouds, cloud));
    try {
      if (cloud.equals("azure")) { // It sends files in chunks, which that worker hands on empty.
        assertThatExceptionOfType(OpenAIServiceException.class)
            .isThrownBy(() -> client.files().create(params(path)))
            .matches(e -> e.statusCode() == 411, "411");
        return;
      }
      FileObject file =
          client
              .files()
              .create(FileCreateParams.builder().file(path).purpose(FilePurpose.ASSISTANTS).build())
              .validate();
      assertThat(file.filename()).isEqualTo("Größe.md");
      assertThat(client.files().retrieve(file.id()).validate()).isEqualTo(file);
      VectorStore made =
          client
              .vectorStores()
              .create(
                  VectorStoreCreateParams.builder().name("n").fileIds(List.of(file.id())).build())
              .validate();

      VectorStore store =
          Eventually.holds(
              () -> client.vectorStores().retrieve(made.id()),
              one -> one.status().equals(VectorStore.Status.COMPLETED));

      assertThat(store.validate().fileCounts().completed()).isEqualTo(1);
      assertThat(client.vectorStores().files().list(store.id()).autoPager())
          .allSatisfy(one -> assertThat(one.validate().id()).isEqualTo(file.id()))
          .hasSize(1);
      List<VectorStoreSearchResponse> found =
          client
              .vectorStores()
              .search(store.id(), VectorStoreSearchParams.builder().query("which lake?").build())
              .items();
      assertThat(found)
          .singleElement()
          .satisfies(one -> assertThat(one.validate().fileId()).isEqualTo(file.id()));
      assertThat(client.vectorStores().delete(store.id()).validate().deleted()).isTrue();
      assertThat(client.files().delete(file.id()).validate().deleted()).isTrue();
    } finally {
      client.close();
    }
  }
}
