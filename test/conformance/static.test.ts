import { describeConformance } from "./describe-conformance";

describeConformance("static");
