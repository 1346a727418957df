import { expectNothingLost } from "../support/every-edit";

jest.setTimeout(1_200_000);

test("whatever people do to files of any kind, no command takes it from them, in a hundred portfolios", async () => {
  const seen = await expectNothingLost(100);
  for (const kind of ["changed", "conflict", "deleted", "moved", "owned", "mode", "lineEndings", "marked"]) {
    expect([kind, (seen.get(kind) ?? 0) > 5]).toEqual([kind, true]);
  }
});
