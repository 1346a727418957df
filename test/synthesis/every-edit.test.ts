import { expectNothingLost } from "../support/every-edit";

// A hundred are in every-edit.long.test.ts, thousands in memory in test/files/decide.test.ts.
test("whatever people do to files of any kind, no command takes it from them", async () => {
  expect((await expectNothingLost(4)).size).toBeGreaterThan(0);
});
