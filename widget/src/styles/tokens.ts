import { css } from "lit";

/**
 * The design tokens, light and dark. A hospital sets its own in theme.css:
 * `hepatica-chat { --hepatica-accent: #00695c; }` is stronger than what stands here.
 * tests/tokens.test.mjs holds the contrast of each pair that is used.
 */
export const tokens = css`
  :host {
    color-scheme: light dark;
    --hepatica-ink: #24212e;
    --hepatica-quiet: #504b5c;
    --hepatica-page: #faf8f5;
    --hepatica-card: #ffffff;
    --hepatica-line: #857f91;
    --hepatica-accent: #47459a;
    --hepatica-on-accent: #ffffff;
    --hepatica-soft: #ebe9f6;
    --hepatica-urgent: #9d1c1f;
    --hepatica-on-urgent: #ffffff;
    --hepatica-urgent-soft: #fdecea;
    --hepatica-filled: #47459a;
    --hepatica-empty: #d3cfdd;
    --hepatica-radius: 0.75em;
    --hepatica-font: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC",
      "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif;
  }
  @media (prefers-color-scheme: dark) {
    :host {
      --hepatica-ink: #f0eef5;
      --hepatica-quiet: #c6c1d1;
      --hepatica-page: #18161f;
      --hepatica-card: #22202b;
      --hepatica-line: #8a8499;
      --hepatica-accent: #bdbaf6;
      --hepatica-on-accent: #1c1a45;
      --hepatica-soft: #312e42;
      --hepatica-urgent: #ffb4ad;
      --hepatica-on-urgent: #4a0a0c;
      --hepatica-urgent-soft: #3d1b1d;
      --hepatica-filled: #bdbaf6;
      --hepatica-empty: #4b4658;
    }
  }
`;
