package dev.trefoil.endpoints;

import dev.trefoil.agent.Agents;
import dev.trefoil.door.Door;
import dev.trefoil.door.LaterCalls;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** All doors over one gateway, as the composition root has them. */
public final class TestDoors {
  private TestDoors() {}

  public static List<Door> of(Gateway gateway, ChatEndpoint chat, Optional<JobService> jobs) {
    return of(gateway, chat, KeptResponses.NONE, jobs);
  }

  /** The same, with what keeps responses. */
  public static List<Door> of(
      Gateway gateway, ChatEndpoint chat, KeptResponses kept, Optional<JobService> jobs) {
    return of(gateway, chat, kept, Optional.empty(), jobs);
  }

  /** The same, with tools that Trefoil itself calls. */
  public static List<Door> of(
      Gateway gateway,
      ChatEndpoint chat,
      KeptResponses kept,
      Optional<Agents> agents,
      Optional<JobService> jobs) {
    return of(gateway, chat, new MessagesEndpoint(gateway, Optional.empty()), kept, agents, jobs);
  }

  static List<Door> of(
      Gateway gateway, ChatEndpoint chat, MessagesEndpoint messages, Optional<JobService> jobs) {
    return of(gateway, chat, messages, KeptResponses.NONE, Optional.empty(), jobs);
  }

  private static List<Door> of(
      Gateway gateway,
      ChatEndpoint chat,
      MessagesEndpoint messages,
      KeptResponses kept,
      Optional<Agents> agents,
      Optional<JobService> jobs) {
    List<Door> doors =
        new ArrayList<>(
            formats(gateway, chat, messages, kept, agents, () -> jobs.map(JobService::later)));
    doors.add(new ModelsDoor(gateway, doors.get(0), doors.get(2)));
    doors.add(new JobsDoor(jobs, doors.getFirst()));
    doors.add(new AdminDoor(new TargetsEndpoint(gateway), doors.getFirst()));
    return doors;
  }

  /** What reads and answers the calls that jobs are made of. */
  public static KeptCalls kept(Gateway gateway, ChatEndpoint chat, KeptResponses kept) {
    return kept(gateway, chat, kept, Optional.empty());
  }

  /** The same, with tools that Trefoil itself calls. */
  public static KeptCalls kept(
      Gateway gateway, ChatEndpoint chat, KeptResponses kept, Optional<Agents> agents) {
    return new KeptCalls(
        gateway,
        formats(
            gateway,
            chat,
            new MessagesEndpoint(gateway, Optional.empty()),
            kept,
            agents,
            Optional::empty));
  }

  private static List<Door> formats(
      Gateway gateway,
      ChatEndpoint chat,
      MessagesEndpoint messages,
      KeptResponses kept,
      Optional<Agents> agents,
      Supplier<Optional<LaterCalls>> later) {
    return List.of(
        new ChatDoor(chat, new EmbeddingsEndpoint(gateway)),
        new ResponsesDoor(
            new ResponsesEndpoint(
                gateway, kept, later, agents, Clock.systemUTC(), Optional.empty()),
            kept),
        new MessagesDoor(messages));
  }
}
