// A test's suffix is its cost: the dear ones start first, so that no browser is left to one worker while the other has nothing to do.
/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access,
   typescript/no-unsafe-return, typescript/no-unsafe-argument -- JavaScript has no types to check. */
const { default: Sequencer } = require("@jest/test-sequencer");

const COSTS = [".long.test.ts", ".e2e.test.ts", ".int.test.ts", ".test.ts"];
const costOf = ({ path }) => COSTS.findIndex((suffix) => path.endsWith(suffix));

module.exports = class DearestFirst extends Sequencer {
  /** Within a cost as Jest has it: by the last run's times, where there are any. */
  async sort(tests) {
    const sorted = await super.sort(tests);
    return sorted.toSorted((a, b) => costOf(a) - costOf(b));
  }
};
