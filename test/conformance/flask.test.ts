import { describeConformance } from "./describe-conformance";

describeConformance("flask", "service");
