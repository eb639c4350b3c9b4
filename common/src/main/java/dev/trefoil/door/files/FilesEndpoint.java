package dev.trefoil.door.files;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.door.DoorCall;
import dev.trefoil.door.JsonAnswer;
import dev.trefoil.door.Problem;
import dev.trefoil.door.ResponseHeaders;
import dev.trefoil.door.StoreProblems;
import dev.trefoil.files.Files;
import dev.trefoil.files.Files.Received;
import dev.trefoil.files.StoredFile;
import dev.trefoil.files.TooLongException;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.store.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers {@code /v1/files}. */
public final class FilesEndpoint {
  private static final int MOST_PARTS = 20;
  private static final int LONGEST_FIELD = 1_000;
  private static final int LONGEST_NAME = 255;
  private static final int MOST_LISTED = 10_000;
  private static final int LEAST_SECONDS = 3_600;
  private static final String ANCHOR = "expires_after[anchor]";
  private static final String SECONDS = "expires_after[seconds]";

  /** Of OpenAI's purposes those that something is done for here. */
  private static final List<String> PURPOSES = List.of("assistants", "user_data");

  private final Optional<Files> files;
  private final FileSettings settings;
  private final Forgetting forgetting;

  /** What else is to forget a file that is deleted. */
  @FunctionalInterface
  public interface Forgetting {
    /** Where nothing else knows of files. */
    Forgetting NONE = (owner, file, deadline) -> {};

    /**
     * Forgets it; called before the file is deleted, and again where that fails.
     *
     * @throws Problem 503 when it cannot be done
     */
    void forget(Caller owner, StoredFile file, Deadline deadline) throws Problem;
  }

  /**
   * @param files where they are kept; empty for nowhere
   */
  public FilesEndpoint(Optional<Files> files, FileSettings settings, Forgetting forgetting) {
    this.files = files;
    this.settings = settings;
    this.forgetting = forgetting;
  }

  private Files files() throws Problem {
    return files.orElseThrow(
        () ->
            Problem.of(
                501,
                "files_not_kept",
                "Files need a store that keeps them: 'jobs' of trefoil.yaml names none for this"
                    + " cloud, or 'files' says keepDays: 0."));
  }

  /** The fields of an upload, beside its file. */
  private static final class Form {
    private final Map<String, String> texts = new HashMap<>();
    private Optional<Received> content = Optional.empty();
    private String filename = "";
  }

  void create(DoorCall call, ResponseSink sink) throws Problem, IOException {
    Files kept = files();
    Deadline deadline = call.info().deadline();
    Form form = new Form();
    StoredFile file;
    boolean whole = false;
    try {
      read(call, kept, form, deadline);
      Received content =
          form.content.orElseThrow(() -> missing("file", "a part with a file's name and content"));
      String purpose = purpose(form);
      Optional<Duration> chosen = expires(form);
      file =
          kept.keep(
              call.caller(),
              content,
              form.filename,
              purpose,
              chosen.orElse(settings.keep()),
              chosen.isPresent(),
              deadline);
      whole = true;
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    } finally {
      if (!whole && form.content.isPresent()) {
        kept.drop(call.caller(), form.content.get(), deadline);
      }
    }
    JsonAnswer.send(call.requestId(), 200, sink, json -> members(json, file));
  }

  private void read(DoorCall call, Files kept, Form form, Deadline deadline)
      throws Problem, IOException, StoreException {
    MultipartReader reader =
        new MultipartReader(call.stream(Files.PART), call.headers().first("content-type"));
    String field = "file";
    try {
      for (int i = 0; ; i++) {
        Optional<MultipartReader.Part> next = reader.next();
        if (next.isEmpty()) {
          return;
        }
        MultipartReader.Part part = next.get();
        field = part.name();
        if (i == MOST_PARTS) {
          throw Problem.invalid("The form has more than " + MOST_PARTS + " parts.");
        }
        if (field.equals("file")) {
          file(call.caller(), part, kept, form, deadline);
        } else if (form.texts.put(field, part.text(LONGEST_FIELD)) != null) {
          throw Problem.invalid(field, "'" + field + "' stands twice in the form.");
        }
      }
    } catch (MultipartReader.CutException e) {
      throw Problem.invalid(field, "The body ends within '" + field + "'.");
    } catch (IOException e) {
      throw Problem.of(
          408, "request_timeout", "The body broke off or stalled before its end: send it again.");
    }
  }

  private void file(
      Caller caller, MultipartReader.Part part, Files kept, Form form, Deadline deadline)
      throws Problem, IOException, StoreException {
    if (form.content.isPresent()) {
      throw Problem.invalid("file", "'file' stands twice in the form.");
    }
    form.filename =
        filename(
            part.filename()
                .orElseThrow(() -> Problem.invalid("file", "'file' has no name of a file.")));
    try {
      form.content =
          Optional.of(kept.receive(caller, part.content(), settings.maxBytes(), deadline));
    } catch (TooLongException e) {
      throw Problem.of(
              413,
              "request_too_large",
              "A file has at most " + settings.maxBytes() + " bytes here (files.maxBytes).")
          .withParam("file");
    }
    if (form.content.get().bytes() == 0) {
      throw Problem.invalid("file", "'file' is empty.");
    }
  }

  /** Without whatever path its sender has it at. */
  private static String filename(String sent) throws Problem {
    String name = sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1);
    if (name.isBlank()
        || name.length() > LONGEST_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      throw Problem.invalid(
          "file",
          "The name of 'file' must have 1 to " + LONGEST_NAME + " characters, none of control.");
    }
    return name;
  }

  private static String purpose(Form form) throws Problem {
    String purpose = form.texts.remove("purpose");
    if (purpose == null) {
      throw missing("purpose", String.join(" or ", PURPOSES));
    }
    if (!PURPOSES.contains(purpose)) {
      throw Problem.unsupported(
          "purpose", "'purpose' must be " + String.join(" or ", PURPOSES) + " here.");
    }
    return purpose;
  }

  private Optional<Duration> expires(Form form) throws Problem {
    String anchor = form.texts.remove(ANCHOR);
    String seconds = form.texts.remove(SECONDS);
    for (String other : form.texts.keySet()) {
      throw Problem.unsupported(other, "There is no '" + other + "' of files here.");
    }
    if (anchor == null && seconds == null) {
      return Optional.empty();
    }
    if (anchor == null || !anchor.equals("created_at")) {
      throw Problem.invalid(ANCHOR, "'" + ANCHOR + "' must be created_at.");
    }
    long most = settings.keep().toSeconds();
    if (seconds == null
        || !seconds.matches("[0-9]{1,12}")
        || Long.parseLong(seconds) < LEAST_SECONDS
        || Long.parseLong(seconds) > most) {
      throw Problem.invalid(
          SECONDS, "'" + SECONDS + "' must be from " + LEAST_SECONDS + " to " + most + " here.");
    }
    return Optional.of(Duration.ofSeconds(Long.parseLong(seconds)));
  }

  private static Problem missing(String field, String what) {
    return Problem.of(
            400, "missing_required_parameter", "'" + field + "' is missing: " + what + ".")
        .withParam(field);
  }

  void list(DoorCall call, ResponseSink sink) throws Problem, IOException {
    ListQuery asked = ListQuery.of(call.query(), MOST_LISTED, MOST_LISTED);
    Optional<String> purpose = call.query().last("purpose").filter(text -> !text.isEmpty());
    List<StoredFile> all;
    try {
      all = files().list(call.caller(), found -> found.size() >= MOST_LISTED, deadline(call));
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
    List<StoredFile> wanted =
        all.stream()
            .filter(file -> purpose.isEmpty() || file.purpose().equals(purpose.get()))
            .toList();
    ListAnswer.send(
        call.requestId(), sink, asked.page(wanted, StoredFile::id), StoredFile::id, this::write);
  }

  void get(DoorCall call, ResponseSink sink) throws Problem, IOException {
    StoredFile file = find(call);
    JsonAnswer.send(call.requestId(), 200, sink, json -> members(json, file));
  }

  /** Part by part, of which the first comes before the answer begins. */
  void content(DoorCall call, ResponseSink sink) throws Problem, IOException {
    StoredFile file = find(call);
    Headers headers =
        ResponseHeaders.unanswered(call.requestId(), "application/octet-stream")
            .set("content-disposition", "attachment; filename=\"" + file.id() + "\"")
            .set("x-content-type-options", "nosniff");
    byte[] part = part(call, file, 0);
    try (OutputStream out = sink.start(200, headers)) {
      out.write(part);
      for (int i = 1; i < file.parts(); i++) {
        out.flush();
        try {
          out.write(part(call, file, i));
        } catch (Problem e) {
          throw new IOException("the rest of the file cannot be read: " + e.getMessage(), e);
        }
      }
    }
  }

  private byte[] part(DoorCall call, StoredFile file, int part) throws Problem {
    try {
      return files().part(call.caller(), file, part, deadline(call));
    } catch (StoreException.NoBlob e) {
      throw notFound(file.id());
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
  }

  void delete(DoorCall call, ResponseSink sink) throws Problem, IOException {
    StoredFile file = find(call);
    forgetting.forget(call.caller(), file, deadline(call));
    try {
      var unused = files().delete(call.caller(), file.id(), deadline(call));
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
    ListAnswer.deleted(call.requestId(), sink, file.id(), "file");
  }

  private StoredFile find(DoorCall call) throws Problem {
    String id = call.parameter("id");
    try {
      return files().find(call.caller(), id, deadline(call)).orElseThrow(() -> notFound(id));
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
  }

  static Problem notFound(String id) {
    return Problem.of(404, "file_not_found", "There is no file '" + id + "'.").withParam("file_id");
  }

  private static Deadline deadline(DoorCall call) throws Problem {
    return call.info().deadline();
  }

  private void write(JsonGenerator json, StoredFile file) throws IOException {
    json.writeStartObject();
    members(json, file);
    json.writeEndObject();
  }

  /** All are said to have an end: none is kept for good. */
  private static void members(JsonGenerator json, StoredFile file) throws IOException {
    json.writeStringField("id", file.id());
    json.writeStringField("object", "file");
    json.writeNumberField("bytes", file.bytes());
    json.writeNumberField("created_at", file.created().getEpochSecond());
    json.writeNumberField("expires_at", file.expires().getEpochSecond());
    json.writeStringField("filename", file.filename());
    json.writeStringField("purpose", file.purpose());
    json.writeStringField("status", "processed");
    json.writeNullField("status_details");
  }
}
