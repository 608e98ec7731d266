package dev.hachi.watchdog.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.hachi.watchdog.cli.AdminClient.Body;
import dev.hachi.watchdog.cli.AdminClient.Silence;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the replicas of a function, their shards and what these store. */
@Command(
    name = "status",
    description = {
      "Shows replicas and shards, as the admin API of each replica tells. Without options it asks"
          + " the replicas of every ./hachi run --replicas that runs, cluster by cluster, or else the"
          + " metrics port 8081.",
      ""
    },
    sortOptions = false,
    footer = {
      "",
      "RUNS: shards whose entities live there. STORES: shards of which it has a copy. KEYS, BYTES:"
          + " what all these copies hold. LIVE: entities in memory. A replica that was not asked"
          + " has no figures of its own. Hand-overs and recoveries: LONGEST is from when a replica saw"
          + " that a shard belongs to it until it ran it.",
      "",
      "Examples:",
      "  ./hachi status",
      "  ./hachi status --shards",
      "  ./hachi status --metrics-port 8180",
      "  ./hachi status --url http://10.0.0.7:8081 --url http://10.0.0.8:8081 --token-file token",
      "  ./hachi status --json | jq '.[].page.live_entities'"
    })
final class StatusCommand implements Runnable {
  private static final String PAGE = "/admin/cluster";
  private static final int METRICS_PORT_DEFAULT = 8081;
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final int PORT_MAX = 65_535;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--metrics-port",
      paramLabel = "N",
      description = "ask the replica with this metrics port on this machine; may be repeated")
  private List<Integer> metricsPorts = List.of();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "ask the replica whose metrics port has this URL; may be repeated")
  private List<String> urls = List.of();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "file with the token of the admin API; on loopback none is needed")
  private @Nullable Path tokenFile;

  @Option(names = "--shards", description = "list every shard, too")
  private boolean eachShard;

  @Option(names = "--json", description = "print the raw page of each replica that answers")
  private boolean json;

  @Override
  public void run() {
    AdminClient client = new AdminClient();
    List<List<String>> asked = asked();
    String token = token();
    Map<String, String> pages = new LinkedHashMap<>();
    List<String> reasons = new ArrayList<>();
    for (String url : asked.stream().flatMap(List::stream).toList()) {
      switch (client.ask(url, PAGE, token)) {
        case Silence(var why) -> reasons.add("no answer from %s (%s)".formatted(url, why));
        case Body(var status, var text) ->
            reason(url, status, text).ifPresentOrElse(reasons::add, () -> pages.put(url, text));
      }
    }
    if (pages.isEmpty()) {
      throw new Failure(
          String.join("; ", reasons) + "; --metrics-port or --url names other replicas");
    }
    System.out.print(json ? json(pages) : report(asked, pages));
    System.out.flush();
    reasons.forEach(Hachi::say);
  }

  /** Those that were started together, and those that options name, in one list each. */
  private List<List<String>> asked() {
    List<String> named = new ArrayList<>();
    metricsPorts.forEach(port -> named.add(ofThisMachine(port)));
    urls.forEach(url -> named.add(checked(url)));
    if (!named.isEmpty()) {
      return List.of(named);
    }
    List<List<String>> groups = GroupFile.ofThisUser().groups();
    return groups.isEmpty() ? List.of(List.of(ofThisMachine(METRICS_PORT_DEFAULT))) : groups;
  }

  private String ofThisMachine(int port) {
    if (port < 1 || port > PORT_MAX) {
      throw Misuse.of(
          spec, "--metrics-port is \"%d\"; allowed is 1 to %d".formatted(port, PORT_MAX));
    }
    return "http://127.0.0.1:" + port;
  }

  private String checked(String url) {
    if (!url.matches("https?://[^/?#@]+/?") || !isUri(url)) {
      throw Misuse.of(spec, "--url is \"%s\"; allowed is http://HOST:PORT".formatted(url));
    }
    return url.replaceFirst("/$", "");
  }

  /** Why an answer is no page; empty when it is one. */
  private static Optional<String> reason(String url, int status, String text) {
    return switch (status) {
      case OK ->
          ClusterView.parse(text).isPresent()
              ? Optional.empty()
              : Optional.of(url + " answers something else than Hachi does");
      case UNAUTHORIZED ->
          Optional.of(url + " wants the token of its admin API; name its file with --token-file");
      case NOT_FOUND ->
          Optional.of(
              url
                  + " has no admin API; beyond loopback it needs hachi_admin_token_file, or this is"
                  + " no metrics port");
      default -> Optional.of("%s answered with status %d".formatted(url, status));
    };
  }

  private String report(List<List<String>> asked, Map<String, String> pages) {
    Map<String, ClusterView> views = new LinkedHashMap<>();
    pages.forEach((url, page) -> views.put(url, ClusterView.parse(page).orElseThrow()));
    return Clusters.of(asked, views).stream()
        .map(cluster -> new ClusterReport(cluster).text(eachShard))
        .collect(Collectors.joining("\n"));
  }

  private static String json(Map<String, String> pages) {
    try {
      ArrayNode all = JSON.createArrayNode();
      for (Map.Entry<String, String> page : pages.entrySet()) {
        all.addObject().put("url", page.getKey()).set("page", JSON.readTree(page.getValue()));
      }
      return JSON.writeValueAsString(all) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a page that could be read is no JSON", e);
    }
  }

  private @Nullable String token() {
    if (tokenFile == null) {
      return null;
    }
    try {
      String token = Files.readString(tokenFile).strip();
      if (!token.matches("[!-~]+")) {
        throw new Failure(tokenFile + " holds no token of visible ASCII characters");
      }
      return token;
    } catch (NoSuchFileException e) {
      throw new Failure("--token-file is \"%s\", which does not exist".formatted(tokenFile), e);
    } catch (IOException e) {
      throw new Failure(
          "--token-file is \"%s\", which cannot be read; allowed is a text file of this user's"
              .formatted(tokenFile),
          e);
    }
  }

  private static boolean isUri(String url) {
    try {
      return URI.create(url).getHost() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
