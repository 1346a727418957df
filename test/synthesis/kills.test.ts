import { expectNothingOrEverything, expectWhole, killed } from "../support/kills";

jest.setTimeout(300_000);

// A hundred moments each are in kills.long.test.ts.
test.each(Object.keys(killed))("%s, killed at any moment, leaves each repository as before or as after", async (name) => {
  await expectWhole(name, 1);
});

test("create, killed at any moment, leaves nothing or everything, and a signal leaves no trace", async () => {
  await expectNothingOrEverything(1);
});
