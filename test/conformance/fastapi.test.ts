import { describeConformance } from "./describe-conformance";

describeConformance("fastapi", "service");
