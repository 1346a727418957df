import { runtimeIds } from "../../src/portfolio/runtimes";
import { describeConformance } from "./describe-conformance";

for (const runtime of runtimeIds) describeConformance(runtime, "long");
