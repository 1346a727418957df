import { runtimeIds } from "../../src/portfolio/runtimes";
import { describeConformance } from "./describe-conformance";

const [first, ...others] = runtimeIds;

describeConformance(first, "patient");
for (const runtime of others) describeConformance(runtime, "starts", "patient");
