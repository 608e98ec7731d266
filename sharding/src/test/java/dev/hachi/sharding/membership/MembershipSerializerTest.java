package dev.hachi.sharding.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hachi.sharding.placement.Member;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class MembershipSerializerTest {
  private final MembershipSerializer serializer = new MembershipSerializer();
  private final DrainNotice notice = new DrainNotice(new Member("h:1", -2));

  @Test
  void a_notice_survives_the_way() {
    var bytes = serializer.toBinary(notice);
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("03683a31fffffffffffffffe");
    assertThat(serializer.fromBinary(bytes, serializer.manifest(notice))).isEqualTo(notice);
  }

  @Test
  void a_need_survives_the_way() {
    var need = new NeedNotice("cart", 300);
    var bytes = serializer.toBinary(need);
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("0463617274ac02");
    assertThat(serializer.fromBinary(bytes, serializer.manifest(need))).isEqualTo(need);
  }

  @Test
  void bytes_that_are_cut_off_or_unknown_are_an_error() {
    var bytes = serializer.toBinary(notice);
    for (var length = 0; length < bytes.length; length++) {
      var cut = Arrays.copyOf(bytes, length);
      assertThatIllegalArgumentException().isThrownBy(() -> serializer.fromBinary(cut, "D"));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> serializer.fromBinary(bytes, "X"));
    assertThatIllegalArgumentException().isThrownBy(() -> serializer.toBinary("text"));
  }
}
