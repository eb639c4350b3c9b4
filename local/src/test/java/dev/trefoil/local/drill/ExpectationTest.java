package dev.trefoil.local.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.emulators.Fault;
import dev.trefoil.local.drill.Question.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the drill holds Trefoil to while faults hold; a dash is a service that is well. */
class ExpectationTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          # bedrock                    | azure                      | vertex_ai                  | a plain text | a streamed text | JSON in a stream | a tool in a stream
          -                            | -                          | -                          | ANSWER | ANSWER | ANSWER | ANSWER
          'kind':'outage'              | 'kind':'silent'            | -                          | ANSWER | ANSWER | ANSWER | ANSWER
          'kind':'outage'              | 'kind':'reset'             | 'kind':'throttle'          | ERROR  | ERROR  | ERROR  | ERROR
          'kind':'slow','delayMs':9    | 'kind':'reset'             | 'kind':'throttle'          | ANSWER | ANSWER | ANSWER | ANSWER
          'kind':'outage','times':1    | 'kind':'reset'             | 'kind':'throttle'          | EITHER | EITHER | EITHER | EITHER
          'kind':'outage','times':1    | 'kind':'reset'             | -                          | ANSWER | ANSWER | ANSWER | ANSWER
          'kind':'cut'                 | -                          | -                          | ANSWER | ANSWER | ANSWER | EITHER
          'kind':'cut','afterTokens':1 | -                          | -                          | ANSWER | ANSWER | EITHER | EITHER
          'kind':'stall','afterTokens':2 | -                        | 'kind':'outage'            | ANSWER | ANSWER | EITHER | EITHER
          'kind':'malformed'           | -                          | -                          | ANSWER | ANSWER | EITHER | EITHER
          'kind':'cut','afterTokens':3 | 'kind':'malformed'         | 'kind':'stall'             | ERROR  | ERROR  | ERROR  | ERROR
          'kind':'odd','oddity':'held_open' | 'kind':'outage'       | 'kind':'outage'            | ANSWER | ANSWER | ANSWER | ANSWER
          'kind':'odd','oddity':'heartbeats' | 'kind':'outage'      | -                          | ANSWER | ANSWER | ANSWER | ANSWER
          'kind':'odd','oddity':'runaway' | -                       | -                          | ANSWER | EITHER | EITHER | EITHER
          'kind':'odd','oddity':'no_finish_reason' | 'kind':'odd','oddity':'runaway' | 'kind':'outage' | ERROR | ERROR | ERROR | ERROR
          'kind':'odd','oddity':'error_in_stream' | -               | -                          | ANSWER | ANSWER | EITHER | EITHER
          'kind':'content_filter'      | -                          | -                          | EITHER | EITHER | EITHER | EITHER
          'kind':'content_filter'      | 'kind':'content_filter'    | 'kind':'content_filter'    | ERROR  | ERROR  | ERROR  | ERROR
          'kind':'context_length'      | 'kind':'outage'            | -                          | ANSWER | ANSWER | ANSWER | ANSWER
          -                            | 'kind':'context_length'    | -                          | EITHER | EITHER | EITHER | EITHER
          'kind':'outage'              | -                          | 'kind':'context_length'    | ANSWER | ANSWER | ANSWER | ANSWER
          """)
  void theFaultsAloneTellWhatACallerIsPromised(
      String bedrock,
      String azure,
      String vertex,
      Expectation plain,
      Expectation text,
      Expectation json,
      Expectation tool)
      throws Exception {
    Map<String, Optional<Fault>> faults = faults(bedrock, azure, vertex);

    assertThat(
            List.of(
                Expectation.of(new Question("1", Shape.TEXT, false, "a b"), faults),
                Expectation.of(new Question("2", Shape.TEXT, true, "a b"), faults),
                Expectation.of(new Question("3", Shape.JSON, true, "a b"), faults),
                Expectation.of(new Question("4", Shape.TOOL, true, "a b"), faults)))
        .containsExactly(plain, text, json, tool);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          # bedrock                 | azure                     | vertex_ai                 | tried                  | due
          'kind':'outage'           | 'kind':'outage','times':1 | 'kind':'outage'           | bedrock azure vertex_ai | EITHER
          'kind':'outage'           | 'kind':'outage','times':1 | 'kind':'outage'           | bedrock vertex_ai       | ANSWER
          'kind':'content_filter'   | -                         | -                         | bedrock                 | EITHER
          'kind':'content_filter'   | 'kind':'outage'           | -                         | azure                   | ANSWER
          -                         | 'kind':'context_length'   | -                         | azure                   | EITHER
          -                         | 'kind':'outage'           | 'kind':'context_length'   | vertex_ai azure         | EITHER
          'kind':'context_length'   | -                         | 'kind':'context_length'   | bedrock vertex_ai       | ANSWER
          'kind':'cut','times':1    | 'kind':'outage'           | -                         | bedrock azure vertex_ai | ANSWER
          """)
  void anErrorWhereEitherIsPromisedIsRightOnlyIfNobodyWasLeft(
      String bedrock, String azure, String vertex, String tried, Expectation due) throws Exception {
    Question question = new Question("1", Shape.TEXT, true, "a b");

    assertThat(Expectation.afterwards(question, faults(bedrock, azure, vertex), error("", tried)))
        .isEqualTo(due);
  }

  @ParameterizedTest
  @CsvSource({"TEXT, ANSWER", "JSON, EITHER", "TOOL, EITHER"})
  void aBegunAnswerMayEndWithAnErrorOnlyWhereItCannotBeGoneOnWith(Shape shape, Expectation due)
      throws Exception {
    Question question = new Question("1", shape, true, "a b");
    Map<String, Optional<Fault>> faults = faults("'kind':'cut','afterTokens':1", "-", "-");

    assertThat(Expectation.afterwards(question, faults, error("a", "bedrock"))).isEqualTo(due);
  }

  private static Reply error(String text, String tried) {
    return new Reply(
        text,
        List.of(),
        "",
        "",
        false,
        Optional.of("gone"),
        OptionalInt.empty(),
        List.of(tried.split(" ")));
  }

  private static Map<String, Optional<Fault>> faults(String bedrock, String azure, String vertex)
      throws Exception {
    Map<String, Optional<Fault>> faults = new LinkedHashMap<>();
    faults.put("bedrock", fault(bedrock));
    faults.put("azure", fault(azure));
    faults.put("vertex_ai", fault(vertex));
    return faults;
  }

  private static Optional<Fault> fault(String members) throws Exception {
    return members.equals("-")
        ? Optional.empty()
        : Optional.of(Fault.parse(JSON.readTree("{" + members.replace('\'', '"') + "}")));
  }
}
