package dev.trefoil.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageTypesTest {
  @ParameterizedTest
  @CsvSource({
    "89504e470d0a1a0a0000, image/png",
    "ffd8ffe000104a464946, image/jpeg",
    "474946383961, image/gif",
    "474946383761, image/gif",
    "524946460000000057454250, image/webp"
  })
  void anImageIsWhatItsFirstBytesSay(String hex, String type) {
    assertThat(ImageTypes.of(HexFormat.of().parseHex(hex))).contains(type);
  }

  @ParameterizedTest
  @CsvSource({"89504e47", "ffd8", "524946460000000057415645", "255044462d312e37", "00"})
  void whatIsNoneOfThemKeepsItsName(String hex) {
    assertThat(ImageTypes.of(HexFormat.of().parseHex(hex))).isEmpty();
  }

  @Test
  void onlyAddressesAreHashedAndEachAlwaysAlike() {
    assertThat(UserIds.withoutAddress("u-1")).isEqualTo("u-1");
    assertThat(UserIds.withoutAddress("ann@host")).isEqualTo("ann@host");
    assertThat(UserIds.withoutAddress(" Ann@Example.com "))
        .isEqualTo(UserIds.withoutAddress("ann@example.com"))
        .matches("user_[0-9a-f]{32}");
  }
}
