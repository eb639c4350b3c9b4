package dev.trefoil.deployment.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.local.LocalClouds;
import dev.trefoil.local.aws.LambdaSettings;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The servlet form from its function and its layer, on AWS's runtime interface client, whose class
 * loader has {@code /opt/java/lib} after {@code lib}; with a jar of a user's beside them.
 */
class ServletFormStartTest {
  @TempDir static Path folder;

  private static LocalClouds clouds;

  @BeforeAll
  static void start() throws Exception {
    Packaged.requireStartable();
    Path unpacked =
        new ArchiveWriter(folder.resolve("unpacked"))
            .unpack(Packaged.archives(Packaged.here()).lambdaWithServlet());
    Path target = Files.createDirectories(folder.resolve("aws-lambda/target"));
    Path function = Files.move(unpacked, target.resolve("function"));
    try (OutputStream out = Files.newOutputStream(function.resolve("lib/users.jar"))) {
      writeFilter(out);
    }
    clouds =
        ArchivedClouds.start(
            folder,
            new LambdaSettings(
                "dev.trefoil.aws.servlet.ServletLambda",
                1024,
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                4));
  }

  private static void writeFilter(OutputStream out) throws Exception {
    String file = RefusingFilter.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream jar = new JarOutputStream(out);
        InputStream type = RefusingFilter.class.getResourceAsStream("/" + file)) {
      jar.putNextEntry(new ZipEntry(file));
      type.transferTo(jar);
      jar.putNextEntry(new ZipEntry("META-INF/services/jakarta.servlet.Filter"));
      jar.write(RefusingFilter.class.getName().getBytes(StandardCharsets.UTF_8));
    }
  }

  @AfterAll
  static void end() {
    if (clouds != null) {
      clouds.close();
    }
  }

  @Test
  void itAnswersBehindTheUsersFilter() throws Exception {
    HttpResponse<String> response = ArchivedClouds.ask(clouds, "aws", Map.of());

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("x-trefoil-provider")).contains("bedrock");
    assertThat(response.headers().firstValue("x-filtered")).contains("yes");
    assertThat(response.body()).contains("\"response\":\"hello there\"");
  }

  @Test
  void theFilterCanRefuseACall() throws Exception {
    HttpResponse<String> response = ArchivedClouds.ask(clouds, "aws", Map.of("x-refuse", "yes"));

    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.headers().firstValue("x-trefoil-provider")).isEmpty();
  }
}
