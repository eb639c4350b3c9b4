package dev.trefoil.endpoints;

import dev.trefoil.door.Door;
import dev.trefoil.door.admin.AdminDoor;
import dev.trefoil.door.admin.TargetsEndpoint;
import dev.trefoil.door.chat.ChatDoor;
import dev.trefoil.door.chat.ChatEndpoint;
import dev.trefoil.door.chat.EmbeddingsEndpoint;
import dev.trefoil.door.messages.MessagesDoor;
import dev.trefoil.door.messages.MessagesEndpoint;
import dev.trefoil.door.models.ModelsDoor;
import dev.trefoil.door.responses.KeptResponses;
import dev.trefoil.door.responses.ResponsesDoor;
import dev.trefoil.door.responses.ResponsesEndpoint;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.job.JobService;
import dev.trefoil.job.JobsDoor;
import dev.trefoil.job.KeptCalls;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** All doors over one gateway, as the composition root has them. */
public final class TestDoors {
  private TestDoors() {}

  public static List<Door> of(Gateway gateway, ChatEndpoint chat, Optional<JobService> jobs) {
    return of(gateway, chat, new MessagesEndpoint(gateway, Optional.empty()), jobs);
  }

  static List<Door> of(
      Gateway gateway, ChatEndpoint chat, MessagesEndpoint messages, Optional<JobService> jobs) {
    Door openAi = openAi(gateway, chat);
    Door responses =
        new ResponsesDoor(
            new ResponsesEndpoint(
                gateway, KeptResponses.NONE, Clock.systemUTC(), Optional.empty()));
    Door anthropic = new MessagesDoor(messages);
    return List.of(
        openAi,
        responses,
        anthropic,
        new ModelsDoor(gateway, openAi, anthropic),
        new JobsDoor(jobs, openAi),
        new AdminDoor(new TargetsEndpoint(gateway), openAi));
  }

  /** What reads and answers the calls that jobs are made of. */
  public static KeptCalls kept(Gateway gateway, ChatEndpoint chat) {
    return new KeptCalls(gateway, List.of(openAi(gateway, chat)));
  }

  private static Door openAi(Gateway gateway, ChatEndpoint chat) {
    return new ChatDoor(chat, new EmbeddingsEndpoint(gateway));
  }
}
