/** Of the diagrams: blue for what runs and delivers, green for what checks and watches. The text on them is white, so that they suit light and dark pages. */
const [blue, green, grey] = ["#1f5fbf", "#0f766e", "#8b949e"];

export const colours = {
  yours: `fill:${blue},stroke:${blue},color:#fff`,
  watch: `fill:${green},stroke:${green},color:#fff`,
  frame: `fill:none,stroke:${grey}`,
  sequence: {
    ...{ actorBkg: blue, actorBorder: blue, actorTextColor: "#fff", actorLineColor: grey, labelBoxBkgColor: blue, labelTextColor: "#fff" },
    ...{ noteBkgColor: green, noteBorderColor: green, noteTextColor: "#fff" },
  },
};

/**
 * The rendered diagram in a page, for GitHub's light and dark theme. `./` makes a site generator take it along. It leads to the page
 * that has the source, which GitHub draws by itself: until the workflow has rendered the first pictures, that is where to see it.
 */
export function picture(name: string, alt: string): string {
  const dark = `<source media="(prefers-color-scheme: dark)" srcset="./diagrams/${name}-dark.png">`;
  return `[<picture>${dark}<img alt="${alt}" src="./diagrams/${name}.png"></picture>](README.md)`;
}
