package dev.trefoil.door.files;

import dev.trefoil.door.Door;
import dev.trefoil.door.Endpoint;
import dev.trefoil.door.Endpoint.Access;
import dev.trefoil.door.Problem;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import java.io.IOException;
import java.util.List;

/** OpenAI's files. */
public final class FilesDoor implements Door {
  private final FilesEndpoint files;
  private final Door problems;

  /**
   * @param problems the door whose form of problems this one shares
   */
  public FilesDoor(FilesEndpoint files, Door problems) {
    this.files = files;
    this.problems = problems;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        new Endpoint("POST", "files", Access.CALLERS, files::create),
        Endpoint.get("files", files::list),
        Endpoint.get("files/{id}", files::get),
        Endpoint.get("files/{id}/content", files::content),
        new Endpoint("DELETE", "files/{id}", Access.CALLERS, files::delete));
  }

  @Override
  public void refuse(Problem problem, String requestId, Headers extra, ResponseSink sink)
      throws IOException {
    problems.refuse(problem, requestId, extra, sink);
  }
}
