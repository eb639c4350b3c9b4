package dev.trefoil.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queries as clients write them, and as nobody should. */
class QueryTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "a=1|1",
        "b=2&a=1|1",
        "a=gr%C3%BCn+%26|grün &",
        "%61=1|1",
        "a|~~",
        "a=|~~",
        "a=x=y|x=y",
        "a=100%|100%",
        "&&a=1&=|1",
      })
  void aValueIsDecoded(String text, String value) {
    assertThat(new Query(text).all("a")).containsExactly(value);
  }

  @Test
  void ofManyTheLastIsTold() {
    Query query = new Query("a=1&include[]=x&a=2&include%5B%5D=y");

    assertThat(query.last("a")).contains("2");
    assertThat(query.all("include[]")).isEqualTo(List.of("x", "y"));
    assertThat(query.last("b")).isEmpty();
    assertThat(Query.NONE.all("a")).isEmpty();
  }
}
