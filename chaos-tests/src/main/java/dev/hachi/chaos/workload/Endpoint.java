package dev.hachi.chaos.workload;

/** Where a replica takes requests; another process at the same address has another name. */
public record Endpoint(String name, String host, int port) {
  String url() {
    return "http://" + host + ":" + port;
  }
}
