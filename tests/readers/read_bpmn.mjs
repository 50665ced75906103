// Reads each BPMN file given with bpmn-moddle and bpmnlint, and prints what they find as JSON.
import { readFile } from "node:fs/promises";

import { BpmnModdle } from "bpmn-moddle";
import { Linter } from "bpmnlint";
import NodeResolver from "bpmnlint/lib/resolver/node-resolver.js";

const found = {};
for (const path of process.argv.slice(2)) {
  const { rootElement, warnings } = await new BpmnModdle().fromXML(await readFile(path, "utf8"));
  // A linter for each file: its rules remember what they have seen.
  const linter = new Linter({
    config: { extends: "bpmnlint:recommended" },
    resolver: new NodeResolver(),
  });
  const rules = await linter.lint(rootElement);
  const errors = Object.entries(rules).flatMap(([rule, reports]) =>
    reports
      .filter((report) => report.category === "error" || report.category === "rule-error")
      .map((report) => `${rule} ${report.id}: ${report.message}`),
  );
  found[path] = { warnings: warnings.map((warning) => warning.message), errors };
}
console.log(JSON.stringify(found));
