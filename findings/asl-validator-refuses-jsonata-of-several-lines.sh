#!/usr/bin/env bash
# Software: npm asl-validator 4.0.0, which checks state machines of AWS Step Functions, and npm jsonata 2.2.2, the language's
#           reference.
# Guess:    a JSONata expression may be written on several lines, as Step Functions and its CDK take it (aws-cdk issue 35912).
# Seen:     the validator refuses it where a value may be an expression or a plain text ("must match exactly one schema in
#           oneOf"): its schema's pattern has a dot that stands for no line break, and two branches refuse. The expression
#           itself is evaluated by jsonata. In YAML, where a block makes several lines of one text, this is how one writes
#           what is long. A line break within a text of the expression does it too, unless it is written as an escape.
# Matters:  the message names the field and not the reason, and says nothing of lines; the state machine deploys and runs.
# Needs:    npm with Node 20.
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.sh"
packages asl-validator@4.0.0 jsonata@2.2.2

cat >"$work/main.mjs" <<'JS'
import validate from 'asl-validator';
import jsonata from 'jsonata';

const expressions = {
  'on one line': "$states.input.first & ' ' & $states.input.last",
  'on two lines': "$states.input.first &\n ' ' & $states.input.last",
};
for (const [name, expression] of Object.entries(expressions)) {
  const { isValid, errors } = validate({
    QueryLanguage: 'JSONata',
    StartAt: 'Name',
    States: {
      Name: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sns:publish',
        Arguments: { TopicArn: 'arn:aws:sns:us-east-1:123456789012:names', Message: `{% ${expression} %}` },
        End: true,
      },
    },
  });
  const value = await jsonata(expression).evaluate({}, { states: { input: { first: 'Ada', last: 'Lovelace' } } });
  console.log(`jsonata evaluates it ${name}: ${value}`);
  const why = errors.some((error) => error.Message.endsWith('must match exactly one schema in oneOf')) ? ', for oneOf' : '';
  console.log(`asl-validator takes it ${name}: ${isValid}${why}`);
}
JS
run node "$work/main.mjs"
check "jsonata evaluates it on one line" "Ada Lovelace"
check "jsonata evaluates it on two lines" "Ada Lovelace"
check "asl-validator takes it on one line" true
check "asl-validator takes it on two lines" "false, for oneOf"
exit "$changed"
