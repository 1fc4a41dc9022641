/** The launcher's look, as plain CSS: it lives in pages that have nothing else of ours. */
export const embedStyles = `
  :host {
    all: initial;
    --accent: var(--hepatica-accent, #47459a);
    --on-accent: var(--hepatica-on-accent, #fff);
    position: fixed;
    inset: auto 0 0 auto;
    z-index: 2147483000;
    font: 600 max(1rem, 16px) / 1.3 system-ui, "PingFang SC", "Microsoft YaHei",
      "Noto Sans CJK SC", sans-serif;
  }
  button {
    position: fixed;
    inset-block-end: max(16px, env(safe-area-inset-bottom));
    inset-inline-end: 16px;
    display: flex;
    align-items: center;
    gap: 0.5em;
    box-sizing: border-box;
    min-block-size: 56px;
    max-inline-size: calc(100vw - 32px);
    padding: 0.6em 1.2em;
    border: 2px solid var(--on-accent);
    border-radius: 28px;
    background: var(--accent);
    color: var(--on-accent);
    box-shadow: 0 2px 12px rgb(0 0 0 / 30%);
    font: inherit;
    text-align: start;
    cursor: pointer;
  }
  button:focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }
  svg {
    inline-size: 1.4em;
    block-size: 1.4em;
    flex: none;
  }
  .panel {
    position: fixed;
    inset-block-end: 88px;
    inset-inline-end: 16px;
    box-sizing: border-box;
    inline-size: min(28rem, 100vw - 32px);
    block-size: min(44rem, 100dvh - 104px);
    overflow: hidden;
    border: 1px solid #857f91;
    border-radius: 12px;
    background: Canvas;
    box-shadow: 0 4px 24px rgb(0 0 0 / 30%);
  }
  [hidden] {
    display: none;
  }
  iframe {
    inline-size: 100%;
    block-size: 100%;
    border: 0;
  }
  @media (max-width: 36rem), (max-height: 30rem) {
    .panel.ready {
      inset: 0;
      inline-size: 100%;
      block-size: 100dvh;
      border: 0;
      border-radius: 0;
    }
  }
  @media print {
    :host {
      display: none;
    }
  }
`;
