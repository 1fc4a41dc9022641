/**
 * One line in a hospital's page puts the chat behind a button:
 *
 *   <script src="https://chat.hospital.org/webhooks/web/static/embed.js" async></script>
 *
 * data-language="zh" (else the page's language), data-label="..." (the button's words), data-open
 * (opens the chat at once). The chat runs in a frame of its own origin: neither side sees into the
 * other. Works under a strict CSP that allows this script and the frame.
 */

import texts from "../texts/embed.yml";
import type { Signal } from "./framed.js";
import { embedStyles } from "./styles/embed.js";

const SVG = "http://www.w3.org/2000/svg";
const BUBBLE = "M4 5h16v11H10l-5 4v-4H4z";

class Launcher {
  #host = document.createElement("hepatica-launcher");
  #button = document.createElement("button");
  #label = document.createElement("span");
  #panel = document.createElement("div");
  #frame: HTMLIFrameElement | null = null;
  #page: URL;
  #language: string;
  #words: string;

  constructor({ src, dataset }: HTMLScriptElement) {
    this.#page = new URL("../", src);
    const language = dataset["language"] ?? document.documentElement.lang;
    this.#language = /^zh\b/i.test(language) ? "zh" : "en";
    this.#page.searchParams.set("language", this.#language);
    this.#words = dataset["label"] || this.#text("open");
    this.#build();
    addEventListener("message", this.#heard);
    this.#show(dataset["open"] !== undefined, false);
  }

  #text(key: string): string {
    return texts[key]?.[this.#language as "en"] ?? "";
  }

  #build(): void {
    const root = this.#host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(embedStyles);
    root.adoptedStyleSheets = [sheet];
    this.#host.lang = this.#language;
    this.#button.type = "button";
    this.#button.append(bubble(), this.#label);
    this.#button.addEventListener("click", () => this.#show(this.#panel.hidden === true));
    this.#panel.className = "panel";
    root.addEventListener("keydown", (event) => {
      const escape = (event as KeyboardEvent).key === "Escape";
      if (escape && !this.#panel.hidden) this.#show(false);
    });
    root.append(this.#button, this.#panel);
    document.body.append(this.#host);
  }

  /** Opens or closes the chat; `moving` takes the focus along. */
  #show(open: boolean, moving = true): void {
    this.#panel.hidden = !open;
    this.#button.setAttribute("aria-expanded", String(open));
    this.#label.textContent = open ? this.#text("close") : this.#words;
    if (!open) {
      if (moving) this.#button.focus();
      return;
    }
    if (!this.#frame) this.#load(moving);
    else this.#enter(this.#frame);
  }

  #load(moving: boolean): void {
    const frame = document.createElement("iframe");
    frame.title = this.#text("title");
    frame.src = this.#page.href;
    frame.addEventListener("load", () => {
      if (this.#panel.hidden) return;
      if (moving) this.#enter(frame);
      else this.#say("shown");
    });
    this.#frame = frame;
    this.#panel.append(frame);
  }

  #enter(frame: HTMLIFrameElement): void {
    frame.focus();
    this.#say("open");
  }

  #say(signal: Signal): void {
    this.#frame?.contentWindow?.postMessage({ hepatica: signal }, this.#page.origin);
  }

  #heard = ({ data, origin, source }: MessageEvent): void => {
    if (origin !== this.#page.origin || source !== this.#frame?.contentWindow) return;
    const signal: Signal | undefined = data?.hepatica;
    // Once the chat has a button to close it, it may cover ours.
    if (signal === "ready") this.#panel.classList.add("ready");
    if (signal === "close") this.#show(false);
  };
}

function bubble(): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", BUBBLE);
  path.setAttribute("fill", "none");
  path.setAttribute("stroke", "currentColor");
  path.setAttribute("stroke-width", "2");
  svg.append(path);
  return svg;
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  const launch = (): unknown => new Launcher(script);
  if (document.body) launch();
  else addEventListener("DOMContentLoaded", launch);
}
