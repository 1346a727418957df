import { describeConformance } from "./describe-conformance";

// It has the server of Express, whose starts are tried there; its own are in every-runtime.long.test.ts.
describeConformance("static", "service");
