package dev.hachi.sharding.membership;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hachi.sharding.placement.Member;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a replica answers to one that looks for a cluster to join; immutable.
 *
 * @param namespace the tenant that it belongs to
 * @param self itself
 * @param members the cluster that it is in, itself included; empty while it has joined none
 */
public record Contact(String namespace, Member self, List<Member> members) {
  /** Where the admin port answers it. */
  public static final String PATH = "/cluster/contact";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          // A newer release may tell more.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();
  private static final Pattern UID = Pattern.compile("[0-9a-f]{1,16}");

  private record Page(
      @Nullable String namespace,
      @Nullable MemberPage self,
      @Nullable List<@Nullable MemberPage> members,
      int size) {}

  private record MemberPage(@Nullable String address, @Nullable String uid) {}

  public Contact {
    members = List.copyOf(new TreeSet<>(members));
  }

  /** {@code {"namespace":...,"self":{"address":...,"uid":...},"members":[...],"size":...}}. */
  public String json() {
    var all = new ArrayList<@Nullable MemberPage>();
    members.forEach(member -> all.add(page(member)));
    try {
      return MAPPER.writeValueAsString(new Page(namespace, page(self), all, members.size()));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads what {@link #json} wrote.
   *
   * @throws IllegalArgumentException when it is anything else
   */
  public static Contact parse(String json) {
    try {
      var page = MAPPER.readValue(json, Page.class);
      if (page == null || page.namespace() == null || page.members() == null) {
        throw new IllegalArgumentException("this is no contact page");
      }
      return new Contact(
          page.namespace(),
          member(page.self()),
          page.members().stream().map(Contact::member).toList());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("this is no contact page", e);
    }
  }

  private static MemberPage page(Member member) {
    return new MemberPage(member.address(), Long.toHexString(member.uid()));
  }

  private static Member member(@Nullable MemberPage page) {
    if (page == null
        || page.address() == null
        || page.uid() == null
        || !UID.matcher(page.uid()).matches()) {
      throw new IllegalArgumentException("a member must have an address and a uid");
    }
    return new Member(
        HostPort.of(page.address()).toString(), Long.parseUnsignedLong(page.uid(), 16));
  }
}
