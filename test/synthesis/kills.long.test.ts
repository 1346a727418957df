import { expectNothingOrEverything, expectWhole, killed } from "../support/kills";

jest.setTimeout(1_800_000);

test.each(Object.keys(killed))("%s, killed at a hundred moments, leaves each repository as before or as after", async (name) => {
  await expectWhole(name, 100);
});

test("create, killed at a hundred moments, leaves nothing or everything, and a signal leaves no trace", async () => {
  await expectNothingOrEverything(25);
});
