package dev.hachi.sharding.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hachi.sharding.placement.Division;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ClusterSettingsTest {
  @Test
  void namespaces_have_systems_of_different_names() {
    assertThat(ClusterSettings.systemName("openfaas-fn")).isEqualTo("hachi-openfaas-fn");
    assertThat(ClusterSettings.systemName("a.b")).isEqualTo("hachi-a_2eb");
    assertThat(ClusterSettings.systemName("a_2eb")).isEqualTo("hachi-a_5f2eb");
    assertThat(ClusterSettings.systemName("ü")).isEqualTo("hachi-_c3_bc");
  }

  @Test
  void its_configuration_says_where_it_listens_and_what_it_hosts() {
    var config = settings("::1", 7355).config();
    assertThat(config.getString("pekko.remote.artery.canonical.hostname")).isEqualTo("[::1]");
    assertThat(config.getInt("pekko.remote.artery.canonical.port")).isEqualTo(7355);
    assertThat(config.getStringList("pekko.cluster.roles"))
        .isEqualTo(List.of("fn-128-3-cart", "fn-64-1-shop", "state-1-shop", "state-2-cart"));
    assertThat(config.getString("pekko.actor.provider")).isEqualTo("cluster");
  }

  @Test
  void functions_are_found_in_roles() {
    var roles = Set.of("fn-128-3-cart", "dc-default", "fn-4096-7-fn-1-2-x", "fn-0-1-none");
    assertThat(ClusterSettings.functionsOf(roles))
        .isEqualTo(Map.of("cart", new Division(128, 3), "fn-1-2-x", new Division(4096, 7)));
  }

  @Test
  void state_versions_are_found_in_roles() {
    var roles = Set.of("fn-128-3-cart", "state-2-cart", "state-10-state-1-x", "state-0-none");
    assertThat(ClusterSettings.stateVersionsOf(roles))
        .isEqualTo(Map.of("cart", 2, "state-1-x", 10));
  }

  @Test
  void an_address_at_which_nobody_else_reaches_it_is_an_error() {
    for (var wildcard : List.of("0.0.0.0", "::", "")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> settings(wildcard, 0))
          .withMessageContaining("hachi_bind must be an address");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings("h", 65_536))
        .withMessage("hachi_cluster_port must be 0 to 65535, was 65536");
  }

  private static ClusterSettings settings(String host, int port) {
    var functions = Map.of("shop", new Division(64, 1), "cart", new Division(128, 3));
    var versions = Map.of("shop", 1, "cart", 2);
    return new ClusterSettings("ns", host, port, new JoinSource.None(), null, functions, versions);
  }
}
