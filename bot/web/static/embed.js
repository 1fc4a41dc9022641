/*! Hepatica. Licences: licences.txt */
"use strict";(()=>{var a={open:{en:"Questions about liver cancer?",zh:"想了解肝癌？"},close:{en:"Close the chat",zh:"关闭对话"},title:{en:"Chat about liver cancer",zh:"肝癌知识对话"}};var r=`
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
`;var d="http://www.w3.org/2000/svg",l="M4 5h16v11H10l-5 4v-4H4z",o=class{#a=document.createElement("hepatica-launcher");#t=document.createElement("button");#d=document.createElement("span");#e=document.createElement("div");#i=null;#n;#s;#c;constructor({src:e,dataset:t}){this.#n=new URL("../",e);let n=t.language??document.documentElement.lang;this.#s=/^zh\b/i.test(n)?"zh":"en",this.#n.searchParams.set("language",this.#s),this.#c=t.label||this.#r("open"),this.#p(),addEventListener("message",this.#u),this.#o(t.open!==void 0,!1)}#r(e){return a[e]?.[this.#s]??""}#p(){let e=this.#a.attachShadow({mode:"open"}),t=new CSSStyleSheet;t.replaceSync(r),e.adoptedStyleSheets=[t],this.#a.lang=this.#s,this.#t.type="button",this.#t.append(h(),this.#d),this.#t.addEventListener("click",()=>this.#o(this.#e.hidden===!0)),this.#e.className="panel",e.addEventListener("keydown",n=>{n.key==="Escape"&&!this.#e.hidden&&this.#o(!1)}),e.append(this.#t,this.#e),document.body.append(this.#a)}#o(e,t=!0){if(this.#e.hidden=!e,this.#t.setAttribute("aria-expanded",String(e)),this.#d.textContent=e?this.#r("close"):this.#c,!e){t&&this.#t.focus();return}this.#i?this.#l(this.#i):this.#m(t)}#m(e){let t=document.createElement("iframe");t.title=this.#r("title"),t.src=this.#n.href,t.addEventListener("load",()=>{this.#e.hidden||(e?this.#l(t):this.#h("shown"))}),this.#i=t,this.#e.append(t)}#l(e){e.focus(),this.#h("open")}#h(e){this.#i?.contentWindow?.postMessage({hepatica:e},this.#n.origin)}#u=({data:e,origin:t,source:n})=>{if(t!==this.#n.origin||n!==this.#i?.contentWindow)return;let s=e?.hepatica;s==="ready"&&this.#e.classList.add("ready"),s==="close"&&this.#o(!1)}};function h(){let i=document.createElementNS(d,"svg"),e=document.createElementNS(d,"path");return i.setAttribute("viewBox","0 0 24 24"),i.setAttribute("aria-hidden","true"),e.setAttribute("d",l),e.setAttribute("fill","none"),e.setAttribute("stroke","currentColor"),e.setAttribute("stroke-width","2"),i.append(e),i}var c=document.currentScript;if(c instanceof HTMLScriptElement){let i=()=>new o(c);document.body?i():addEventListener("DOMContentLoaded",i)}})();
