/** Moves the log so that what is new is read from its beginning. */

import type { LitElement } from "lit";

const NEAR_END = 120;

export class Scroll {
  /** `host` has one element of the class "scroll" in its shadow tree. */
  constructor(private host: LitElement) {}

  /** Whether the person looks at the end, and not at something earlier. */
  get atEnd(): boolean {
    const area = this.#area;
    if (!area) return true;
    // Where hardly anything fits, the end of one reply is more than NEAR_END away from the next.
    const near = Math.max(NEAR_END, area.clientHeight);
    return area.scrollHeight - area.scrollTop - area.clientHeight < near;
  }

  focus(): void {
    this.#area?.focus({ preventScroll: true });
  }

  /** Brings the beginning of the element `id` to the top, once all of it is drawn. */
  async to(id: string, smooth = true): Promise<void> {
    await this.host.updateComplete;
    await new Promise(requestAnimationFrame);
    const area = this.#area;
    const element = this.host.shadowRoot?.getElementById(id);
    if (!area || !element) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    // Not scrollIntoView: in a frame it would move the hospital's page, too.
    const down = element.getBoundingClientRect().top - area.getBoundingClientRect().top;
    const top = area.scrollTop + down;
    area.scrollTo({ top, behavior: smooth && !calm ? "smooth" : "instant" });
  }

  get #area(): HTMLElement | null {
    return this.host.shadowRoot?.querySelector<HTMLElement>(".scroll") ?? null;
  }
}
