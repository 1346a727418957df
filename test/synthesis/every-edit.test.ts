import { expectNothingLost } from "../support/every-edit";

jest.setTimeout(300_000); // each case starts the command for three repositories, on a loaded machine, too

// A hundred are in every-edit.long.test.ts, thousands in memory in test/files/decide.test.ts.
test("whatever people do to files of any kind, no command takes it from them", async () => {
  expect((await expectNothingLost(2)).size).toBeGreaterThan(0);
});
