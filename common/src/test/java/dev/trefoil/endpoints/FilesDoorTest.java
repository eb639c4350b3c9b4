package dev.trefoil.endpoints;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.door.files.FileSettings;
import dev.trefoil.door.files.FilesDoor;
import dev.trefoil.door.files.FilesEndpoint;
import dev.trefoil.files.Files;
import dev.trefoil.http.FrontDoor;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.Query;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.store.BlobLink;
import dev.trefoil.store.BlobStore;
import dev.trefoil.store.MemoryStore;
import dev.trefoil.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /v1/files}. */
class FilesDoorTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Caller ADA = Caller.of("ada", Optional.of("acme"), Optional.empty());
  private static final long MOST = 20_000_000;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-12-05T12:00:00Z"));
  private final Map<String, Integer> blobs = new HashMap<>();
  private final MemoryStore memory = new MemoryStore(now::get);

  /** Knows how large each blob is. */
  private final BlobStore measured =
      new BlobStore() {
        @Override
        public void put(String name, byte[] bytes, Deadline deadline) throws StoreException {
          memory.put(name, bytes, deadline);
          blobs.put(name, bytes.length);
        }

        @Override
        public byte[] get(String name, Deadline deadline) throws StoreException {
          return memory.get(name, deadline);
        }

        @Override
        public void delete(String name, Deadline deadline) throws StoreException {
          memory.delete(name, deadline);
          blobs.remove(name);
        }

        @Override
        public BlobLink link(String name, Duration validFor, Deadline deadline)
            throws StoreException {
          return memory.link(name, validFor, deadline);
        }
      };

  private final Files files =
      new Files(memory, measured, Duration.ofDays(30), now::get, new Random(7));

  private RecordedResponse call(
      Caller caller, String method, String path, Headers headers, InputStream body)
      throws IOException {
    RecordedResponse response = new RecordedResponse();
    new Endpoints(
            List.of(
                new EchoDoor(),
                new FilesDoor(
                    new FilesEndpoint(
                        Optional.of(files),
                        new FileSettings(MOST, Duration.ofDays(30)),
                        FilesEndpoint.Forgetting.NONE),
                    new EchoDoor())),
            call -> caller,
            HttpSettings.of(1_000),
            Optional.empty())
        .handle(
            new HttpCall(
                method,
                path.replaceFirst("\\?.*", ""),
                new Query(path.replaceFirst("[^?]*\\??", "")),
                headers,
                body,
                Deadline.after(Duration.ofMinutes(1)),
                Optional.empty(),
                FrontDoor.NONE),
            response);
    return response;
  }

  private RecordedResponse get(Caller caller, String path) throws IOException {
    return call(caller, "GET", path, new Headers(), InputStream.nullInputStream());
  }

  private RecordedResponse upload(String form) throws IOException {
    return upload(new ByteArrayInputStream(form.replace("\n", "\r\n").getBytes(ISO_8859_1)));
  }

  private RecordedResponse upload(InputStream body) throws IOException {
    return call(
        ADA,
        "POST",
        "/v1/files",
        new Headers().set("content-type", "multipart/form-data; boundary=\"b\""),
        body);
  }

  private static String field(String name, String value) {
    return "--b\nContent-Disposition: form-data; name=\"" + name + "\"\n\n" + value + "\n";
  }

  private static String file(String name, String content) {
    return "--b\nContent-Disposition: form-data; name=\"file\"; filename=\""
        + name
        + "\"\nContent-Type: text/plain\n\n"
        + content
        + "\n";
  }

  private JsonNode uploaded(String content) throws IOException {
    RecordedResponse response =
        upload(file("a.txt", content) + field("purpose", "user_data") + "--b--\n");
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  @Test
  void aFileIsKeptToldListedAndDeleted() throws Exception {
    JsonNode file = uploaded("hello");
    String id = file.path("id").asText();

    assertThat(id).startsWith("file-");
    assertThat(file.path("object").asText()).isEqualTo("file");
    assertThat(file.path("bytes").asInt()).isEqualTo(5);
    assertThat(file.path("filename").asText()).isEqualTo("a.txt");
    assertThat(file.path("purpose").asText()).isEqualTo("user_data");
    assertThat(JSON.readTree(get(ADA, "/v1/files/" + id).body())).isEqualTo(file);
    RecordedResponse content = get(ADA, "/v1/files/" + id + "/content");
    assertThat(content.body()).isEqualTo("hello");
    assertThat(content.header("content-disposition")).startsWith("attachment");
    assertThat(content.header("x-content-type-options")).isEqualTo("nosniff");

    RecordedResponse deleted =
        call(ADA, "DELETE", "/v1/files/" + id, new Headers(), InputStream.nullInputStream());
    assertThat(deleted.body())
        .isEqualTo("{\"id\":\"" + id + "\",\"object\":\"file\",\"deleted\":true}");
    assertThat(get(ADA, "/v1/files/" + id).status()).isEqualTo(404);
    assertThat(get(ADA, "/v1/files/" + id + "/content").status()).isEqualTo(404);
    assertThat(blobs).isEmpty();
  }

  @Test
  void anothersFileIsNotThere() throws Exception {
    String id = uploaded("mine").path("id").asText();

    for (Caller other :
        List.of(
            new Caller("ada"),
            Caller.of("eve", Optional.of("acme"), Optional.empty()),
            Caller.of("ada", Optional.of("other"), Optional.empty()))) {
      assertThat(get(other, "/v1/files/" + id).status()).isEqualTo(404);
      assertThat(get(other, "/v1/files/" + id + "/content").status()).isEqualTo(404);
      assertThat(
              call(other, "DELETE", "/v1/files/" + id, new Headers(), InputStream.nullInputStream())
                  .status())
          .isEqualTo(404);
      assertThat(get(other, "/v1/files").body()).contains("\"data\":[]");
    }
    assertThat(get(ADA, "/v1/files/" + id).status()).isEqualTo(200);
  }

  @Test
  void filesAreListedTheNewestFirstByPages() throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      now.updateAndGet(time -> time.plusSeconds(1));
      ids.addFirst(uploaded("x" + i).path("id").asText());
    }

    JsonNode first = JSON.readTree(get(ADA, "/v1/files?limit=2").body());
    assertThat(first.path("data"))
        .extracting(file -> file.path("id").asText())
        .isEqualTo(ids.subList(0, 2));
    assertThat(first.path("has_more").asBoolean()).isTrue();
    JsonNode rest =
        JSON.readTree(get(ADA, "/v1/files?after=" + first.path("last_id").asText()).body());
    assertThat(rest.path("data"))
        .extracting(file -> file.path("id").asText())
        .isEqualTo(ids.subList(2, 5));
    assertThat(rest.path("has_more").asBoolean()).isFalse();
    assertThat(
            JSON.readTree(get(ADA, "/v1/files?order=asc&limit=1").body()).path("first_id").asText())
        .isEqualTo(ids.getLast());
    assertThat(get(ADA, "/v1/files?purpose=assistants").body()).contains("\"data\":[]");
    assertThat(get(ADA, "/v1/files?limit=0").body()).startsWith("limit: ");
    assertThat(get(ADA, "/v1/files?after=file-x").body()).startsWith("after: ");
  }

  /** Twelve megabytes come and go in parts. */
  @Test
  void aLargeFileIsNeverHeldAsAWhole() throws Exception {
    byte[] content = new byte[12_000_000];
    new Random(1).nextBytes(content);
    RecordedResponse response =
        upload(
            new SequenceInputStream(
                Collections.enumeration(
                    List.of(
                        new ByteArrayInputStream(
                            file("a.bin", "")
                                .stripTrailing()
                                .concat("\n\n")
                                .replace("\n", "\r\n")
                                .getBytes(UTF_8)),
                        new ByteArrayInputStream(content),
                        new ByteArrayInputStream(
                            ("\n" + field("purpose", "assistants") + "--b--\n")
                                .replace("\n", "\r\n")
                                .getBytes(UTF_8))))));

    JsonNode file = JSON.readTree(response.body());
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    assertThat(file.path("bytes").asInt()).isEqualTo(content.length);
    assertThat(blobs.values()).hasSize(3).allMatch(size -> size <= Files.PART);
    String id = file.path("id").asText();
    assertThat(
            files.whole(
                ADA,
                files.find(ADA, id, Deadline.after(Duration.ofMinutes(1))).orElseThrow(),
                Deadline.after(Duration.ofMinutes(1))))
        .isEqualTo(content);
    assertThat(get(ADA, "/v1/files/" + id + "/content").flushed()).hasSizeGreaterThan(1);
  }

  @Test
  void aFileThatIsTooLargeLeavesNothing() throws Exception {
    RecordedResponse response =
        upload(
            file("a.txt", "x".repeat((int) MOST + 1)) + field("purpose", "user_data") + "--b--\n");

    assertThat(response.status()).isEqualTo(413);
    assertThat(response.body()).startsWith("file: ");
    assertThat(blobs).isEmpty();
  }

  @Test
  void aFileIsGoneWhenItsTimeIs() throws Exception {
    RecordedResponse response =
        upload(
            field("purpose", "user_data")
                + field("expires_after[anchor]", "created_at")
                + field("expires_after[seconds]", "3600")
                + file("a.txt", "x")
                + "--b--\n");
    JsonNode file = JSON.readTree(response.body());
    assertThat(file.path("expires_at").asLong() - file.path("created_at").asLong()).isEqualTo(3600);

    now.updateAndGet(time -> time.plusSeconds(3600));

    assertThat(get(ADA, "/v1/files/" + file.path("id").asText()).status()).isEqualTo(404);
    assertThat(get(ADA, "/v1/files").body()).contains("\"data\":[]");
    assertThat(blobs).as("swept by the list").isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "F | purpose: 'purpose' is missing",
        "P=user_data | file: 'file' is missing",
        "P=batch F | purpose: 'purpose' must be",
        "P=user_data F F | file: 'file' stands twice",
        "P=user_data P=user_data F | purpose: 'purpose' stands twice",
        "P=user_data F color=red | color: There is no 'color'",
        "P=user_data F expires_after[seconds]=3600 | expires_after[anchor]: ",
        "P=user_data F expires_after[anchor]=created_at | expires_after[seconds]: ",
        "P=user_data F expires_after[anchor]=created_at expires_after[seconds]=1 | expires_after[seconds]: ",
        "P=user_data file=x | file: 'file' has no name",
        "P=user_data E | file: 'file' is empty",
        "P=user_data N | file: The name of 'file'",
        "P=user_data C | file: The body ends within 'file'",
      })
  void whatIsWrongWithAFormIsNamed(String fields, String problem) throws Exception {
    StringBuilder form = new StringBuilder();
    for (String one : fields.split(" ")) {
      switch (one) {
        case "F" -> form.append(file("a.txt", "x"));
        case "E" -> form.append(file("a.txt", ""));
        case "N" -> form.append(file("..\\/", "x"));
        case "C" -> form.append(file("a.txt", "half"));
        default -> {
          String[] pair = one.split("=");
          form.append(field(pair[0].equals("P") ? "purpose" : pair[0], pair[1]));
        }
      }
    }
    RecordedResponse response = upload(form + (fields.contains("C") ? "" : "--b--\n"));

    assertThat(response.status()).as(response.body()).isEqualTo(400);
    assertThat(response.body()).startsWith(problem);
    assertThat(blobs).as("of what is no file nothing is left").isEmpty();
  }

  @Test
  void withoutAStoreThatIsSaid() throws Exception {
    RecordedResponse response = new RecordedResponse();
    new Endpoints(
            List.of(
                new EchoDoor(),
                new FilesDoor(
                    new FilesEndpoint(
                        Optional.empty(),
                        new FileSettings(1, Duration.ZERO),
                        FilesEndpoint.Forgetting.NONE),
                    new EchoDoor())),
            call -> ADA,
            HttpSettings.of(1_000),
            Optional.empty())
        .handle(
            new HttpCall(
                "GET",
                "/v1/files",
                new Headers(),
                InputStream.nullInputStream(),
                Deadline.after(Duration.ofMinutes(1))),
            response);
    assertThat(response.status()).isEqualTo(501);
  }
}
