package dev.trefoil.local.crash;

import com.fasterxml.jackson.databind.JsonNode;

/** Jobs with one question each, whose answer repeats it. */
public final class ChatJobs implements Work {
  @Override
  public String noun() {
    return "jobs";
  }

  @Override
  public String path() {
    return "/v1/jobs";
  }

  @Override
  public String body(String id) {
    return "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"" + id + "\"}]}";
  }

  @Override
  public int questions() {
    return 1;
  }

  @Override
  public boolean isAnswer(JsonNode answer, String id) {
    return answer.at("/choices/0/message/content").asText().equals(id);
  }
}
