import fc from "fast-check";
import { anyAccepted } from "../support/any-several";
import { faultsIn } from "../support/sound";

test("whatever is accepted passes every checker", () => {
  fc.assert(
    fc.property(anyAccepted, (options) => expect(faultsIn(options)).toEqual([])),
    { numRuns: 60, endOnFailure: true }, // a smaller case would take minutes to find
  );
}, 1_200_000);
