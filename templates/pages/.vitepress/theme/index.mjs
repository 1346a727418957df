import DefaultTheme from "vitepress/theme";
import { useData, useRoute } from "vitepress";
import { nextTick, onMounted, watch } from "vue";
import "./style.css";

async function draw(theme) {
  await nextTick();
  const blocks = document.querySelectorAll(`pre.mermaid:not([data-theme="${theme}"])`);
  if (blocks.length === 0) return;
  const { default: mermaid } = await import("mermaid");
  // The text on an arrow hides the arrow, with the colour of the page.
  mermaid.initialize({ startOnLoad: false, theme, themeVariables: { edgeLabelBackground: getComputedStyle(document.body).backgroundColor } });
  for (const block of blocks) {
    block.dataset.theme = theme;
    block.dataset.source ??= block.textContent;
    block.textContent = block.dataset.source;
    block.removeAttribute("data-processed");
  }
  await mermaid.run({ nodes: blocks });
}

export default {
  ...DefaultTheme,
  setup() {
    const route = useRoute();
    const { isDark } = useData();
    let drawn = Promise.resolve();
    // One after the other: both may change while it draws.
    const drawAgain = () => (drawn = drawn.then(() => draw(isDark.value ? "dark" : "neutral")));
    onMounted(drawAgain);
    watch([() => route.path, isDark], drawAgain);
  },
};
