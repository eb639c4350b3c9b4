// `trefoil doctor`: every finding in a line, and how to mend it in the next.
package dev.trefoil.deployment.doctor;

import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.deployment.models.DateOption;
import dev.trefoil.deployment.models.TableOption;
import dev.trefoil.identity.Origin;
import dev.trefoil.policy.Cloud;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Examines a configuration. */
@Command(
    name = "doctor",
    description = {
      "Examines a configuration: whether it is valid, whether identities, limits, models and targets fit, and"
          + " how to mend what does not. Placeholders are filled from this environment. Calls no model"
          + " and sends no credential; with --on local it fetches tokens of the person who is signed"
          + " in, and shows them to no one.",
      "Ends with 0 when all is well, 1 when something has to be mended, 2 for wrong options."
    },
    mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "What is examined; deployment/trefoil.yaml unless given.")
  private Path config;

  @Option(
      names = "--on",
      required = true,
      paramLabel = "CLOUD",
      converter = CloudName.class,
      description =
          "The cloud that the functions run on: aws, azure or gcp. local: this machine, with what"
              + " is signed in here (identity.host: local).")
  private Origin on;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Where a deployed function answers; may be given several times.")
  private List<URI> urls = List.of();

  @Option(names = "--offline", description = "Asks nothing over the network.")
  private boolean offline;

  @Option(
      names = "--http-timeout",
      paramLabel = "SECONDS",
      description = "Of the HTTP function, where it is not the default.")
  private Integer http;

  @Option(
      names = "--job-timeout",
      paramLabel = "SECONDS",
      description = "Of the job function, where it is not the default.")
  private Integer job;

  @Option(
      names = "--front-door",
      paramLabel = "SECONDS",
      description =
          "How long a proxy or CDN waits that stands before the HTTP function. What API Gateway,"
              + " load balancers and Azure wait is known of each call.")
  private Integer frontDoor;

  @Option(
      names = "--queue-visibility",
      paramLabel = "SECONDS",
      description = "How long the queue hides a message that is being worked on.")
  private Integer visibility;

  @Mixin private TableOption table;

  @Mixin private DateOption date;

  @Spec private CommandSpec spec;

  /** The names of clouds as the configuration writes them. */
  static final class CloudName implements ITypeConverter<Origin> {
    @Override
    public Origin convert(String value) {
      return switch (value) {
        case "aws" -> Origin.AWS;
        case "azure" -> Origin.AZURE;
        case "gcp" -> Origin.GCP;
        case "local" -> Origin.LOCAL;
        default ->
            throw new TypeConversionException("'" + value + "' is not aws, azure, gcp or local");
      };
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    examine(findings);
    PrintWriter out = spec.commandLine().getOut();
    findings.forEach(finding -> out.print(Findings.described(finding)));
    out.flush();
    return findings.stream().anyMatch(Finding.Fault.class::isInstance) ? 1 : 0;
  }

  private void examine(List<Finding> findings) throws InterruptedException {
    Path file = config == null ? home().resolve("deployment/trefoil.yaml") : config;
    Examination examined = Examination.of(file, table.env(), date.day());
    findings.addAll(examined.findings());
    Optional<TrefoilConfig> read = examined.read();
    if (read.isPresent()) {
      on.cloud()
          .ifPresent(
              cloud -> {
                findings.addAll(EmulatedCheck.of(read.get(), examined.text()));
                findings.addAll(IdentityCheck.of(read.get(), cloud));
                findings.addAll(LimitCheck.of(read.get(), cloud, limits(cloud)));
              });
      findings.addAll(VertexNote.of(read.get()));
    }
    if (!offline) {
      if (read.isPresent() && on == Origin.LOCAL) {
        findings.addAll(new SignInCheck(home(), System.getenv()).of(examined.text()));
      }
      reach(read, findings);
    }
  }

  private void reach(Optional<TrefoilConfig> read, List<Finding> findings)
      throws InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
      ReachCheck reach = new ReachCheck(client);
      if (read.isPresent()) {
        findings.addAll(reach.services(read.get()));
      }
      for (URI url : urls) {
        findings.add(reach.deployed(url));
        reach.store(url).ifPresent(findings::add);
      }
    }
  }

  private static Path home() {
    return Path.of(System.getProperty("trefoil.home", "")).toAbsolutePath();
  }

  private Limits limits(Cloud cloud) {
    Limits usual = Limits.of(cloud);
    return new Limits(
        http == null ? usual.http() : Duration.ofSeconds(http),
        job == null ? usual.job() : Duration.ofSeconds(job),
        frontDoor == null ? usual.frontDoor() : Optional.of(Duration.ofSeconds(frontDoor)),
        visibility == null ? usual.visibility() : Optional.of(Duration.ofSeconds(visibility)));
  }
}
