/** The names under which a service measures its requests, where they are none of a library's own. */
export interface MetricsNames {
  /**
   * Histogram of the time to answer, without `_bucket`, `_count` and `_sum`.
   * @pattern ^[a-zA-Z_:][a-zA-Z0-9_:]{0,199}$
   */
  readonly histogram: string;

  /**
   * Label of it that has the status of the answer, such as 500 or 5xx.
   * @pattern ^[a-zA-Z_][a-zA-Z0-9_]{0,99}$
   */
  readonly status: string;

  /**
   * Label that has the route.
   * @default - none: the dashboard does not tell routes apart
   * @pattern ^[a-zA-Z_][a-zA-Z0-9_]{0,99}$
   */
  readonly route?: string;

  /**
   * Label that has the method.
   * @default - none
   * @pattern ^[a-zA-Z_][a-zA-Z0-9_]{0,99}$
   */
  readonly method?: string;

  /**
   * What the histogram counts in.
   * @default - seconds
   */
  readonly unit?: "seconds" | "milliseconds";

  /**
   * Upper edges of its buckets, in its unit.
   * @default - those that the official client libraries have in common, from 5 milliseconds to 10 seconds
   * @minItems 1
   */
  readonly edges?: number[];
}
