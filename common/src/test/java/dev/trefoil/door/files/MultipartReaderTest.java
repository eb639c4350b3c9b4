package dev.trefoil.door.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.door.Problem;
import dev.trefoil.door.files.MultipartReader.CutException;
import dev.trefoil.door.files.MultipartReader.Part;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartReaderTest {
  private static final String TYPE = "multipart/form-data; boundary=b";

  /** Gives what it has in pieces that somebody else chose. */
  private static InputStream inPieces(byte[] body, Random random) {
    return new FilterInputStream(new ByteArrayInputStream(body)) {
      @Override
      public int read(byte[] out, int offset, int length) throws IOException {
        return super.read(out, offset, Math.min(length, 1 + random.nextInt(5_000)));
      }
    };
  }

  private static MultipartReader reader(String body) throws Problem {
    return new MultipartReader(new ByteArrayInputStream(body.getBytes(UTF_8)), Optional.of(TYPE));
  }

  /** Content that is made of what boundaries are made of, cut wherever the network cuts it. */
  @RepeatedTest(20)
  void whateverContentIsItComesAsItWas(RepetitionInfo seed) throws Exception {
    Random random = new Random(seed.getCurrentRepetition());
    byte[] content = new byte[random.nextInt(200_000)];
    byte[] letters = "\r\n--bx".getBytes(UTF_8);
    for (int i = 0; i < content.length; i++) {
      content[i] = letters[random.nextInt(random.nextInt(4) == 0 ? letters.length : 5)];
    }
    // The boundary itself is what no content has.
    String text = new String(content, UTF_8).replace("\r\n--b", "\r\n--x");
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"
            .getBytes(UTF_8));
    body.writeBytes(text.getBytes(UTF_8));
    body.writeBytes(
        "\r\n--b\r\ncontent-disposition: form-data; name=purpose\r\n\r\nuser_data\r\n--b--"
            .getBytes(UTF_8));

    MultipartReader reader =
        new MultipartReader(inPieces(body.toByteArray(), random), Optional.of(TYPE));
    Part file = reader.next().orElseThrow();
    assertThat(file.name()).isEqualTo("file");
    if (random.nextBoolean()) {
      assertThat(new String(file.content().readAllBytes(), UTF_8)).isEqualTo(text);
    }
    Part purpose = reader.next().orElseThrow();
    assertThat(purpose.text(100)).isEqualTo("user_data");
    assertThat(purpose.filename()).isEmpty();
    assertThat(reader.next()).isEmpty();
    assertThat(reader.next()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "name=\"file\"; filename=\"a.txt\" | a.txt",
        "name=\"file\"; filename=\"größe \\\"1\\\".txt\" | größe \"1\".txt",
        "filename=a.txt; name=file | a.txt",
      })
  void aFilenameIsReadAsClientsWriteIt(String parameters, String filename) throws Exception {
    Part part =
        reader("--b\r\nContent-Disposition: form-data; " + parameters + "\r\n\r\nx\r\n--b--\r\n")
            .next()
            .orElseThrow();

    assertThat(part.name()).isEqualTo("file");
    assertThat(part.filename()).contains(filename);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "preamble\r\n--b\r\n",
        "--b",
        "--bx\r\n",
        "--b\r\n",
        "--b\r\nContent-Disposition: form-data; name=a",
        "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--",
        "--b\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--b--",
        "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--",
        "--b\r\n--\r\n--\r\n--\r\n",
      })
  void whatIsNoFormIsRefused(String body) throws Exception {
    MultipartReader reader = reader(body);
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(reader::next)
        .matches(problem -> problem.status() == 400);
  }

  @Test
  void aHeadWithoutEndIsNotReadOn() throws Exception {
    MultipartReader reader = reader("--b\r\n" + "x".repeat(100_000));
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(reader::next)
        .withMessageContaining("more than 8192 bytes");
  }

  @Test
  void aBodyThatEndsWithinAPartIsCut() throws Exception {
    Part part =
        reader("--b\r\nContent-Disposition: form-data; name=a\r\n\r\nhalf").next().orElseThrow();
    assertThatExceptionOfType(CutException.class).isThrownBy(part.content()::readAllBytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/json", "multipart/form-data", "multipart/form-data; boundary=\"\""})
  void withoutABoundaryThereIsNoForm(String type) {
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(
            () -> new MultipartReader(new ByteArrayInputStream(new byte[0]), Optional.of(type)));
  }
}
