// Validates a state machine, and evaluates its JSONata expressions on the way that an execution takes: prints the message that
// its task sends, what it publishes, and its output.
import { readFileSync } from "node:fs";
import validate from "asl-validator";
import jsonata from "jsonata";

const machine = JSON.parse(readFileSync(process.argv[2], "utf8"));
const input = JSON.parse(process.argv[3]);
const results = JSON.parse(process.argv[4]);
const { isValid, errors } = validate(machine);
if (!isValid) {
  console.log(JSON.stringify({ errors: errors.map((error) => error.Message ?? error.message ?? String(error)) }));
  process.exit(0);
}

const variables = {};
const context = { Execution: { Name: "run-1", Input: input }, Task: { Token: "TOKEN" } };

async function value(template, states) {
  if (typeof template === "string") {
    const expression = /^\{%(.*)%\}$/s.exec(template);
    return expression === null ? template : jsonata(expression[1]).evaluate({}, { states, ...variables });
  }
  if (Array.isArray(template)) {
    return Promise.all(template.map((item) => value(item, states)));
  }
  if (template !== null && typeof template === "object") {
    const whole = {};
    for (const [name, item] of Object.entries(template)) {
      whole[name] = await value(item, states);
    }
    return whole;
  }
  return template;
}

async function assign(place, states) {
  // All of one field are evaluated with what was there before.
  Object.assign(variables, await value(place.Assign ?? {}, states));
}

const sent = {};
let name = machine.StartAt;
let output = input;
const way = [];
while (name !== undefined) {
  const state = machine.States[name];
  way.push(name);
  const states = { input: output, context };
  let next = state.Next;
  if (state.Type === "Choice") {
    next = state.Default;
    for (const choice of state.Choices) {
      if ((await value(choice.Condition, states)) === true) {
        await assign(choice, states);
        next = choice.Next;
        break;
      }
    }
  } else if (state.Type === "Task") {
    sent[name] = await value(state.Arguments, states);
    const result = results[name];
    if (result?.error !== undefined) {
      states.errorOutput = { Error: result.error, Cause: "" };
      const caught = state.Catch.find((one) => one.ErrorEquals.includes("States.ALL"));
      await assign(caught, states);
      next = caught.Next;
    } else {
      states.result = result;
      await assign(state, states);
      output = state.Output === undefined ? result : await value(state.Output, states);
    }
  } else if (state.Output !== undefined) {
    output = await value(state.Output, states);
  }
  name = next;
}
console.log(JSON.stringify({ way, sent, output }));
