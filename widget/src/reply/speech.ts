/** Reads texts aloud, with voices of this machine only: no text about an illness leaves it. */

import type { ReactiveController, ReactiveControllerHost } from "lit";

type Voice = Pick<SpeechSynthesisVoice, "lang" | "localService" | "default">;

/** Slower than usual, for people who are old, tired or frightened. */
const RATE = 0.9;

/**
 * The voice for a language, such as "en" or "zh"; null when this machine has none.
 *
 * A voice that works elsewhere would send the text there, so it is never taken. Mandarin is taken
 * before Cantonese.
 */
export function voiceFor<V extends Voice>(voices: readonly V[], language: string): V | null {
  const wanted = language.toLowerCase().split("-")[0] ?? "";
  const fit = voices.filter((one) => one.localService && spokenIn(one).split("-")[0] === wanted);
  const plain = fit.filter((one) => !/-(hk|mo)\b/.test(spokenIn(one)));
  const best = plain.length > 0 ? plain : fit;
  return best.find((one) => one.default) ?? best[0] ?? null;
}

function spokenIn({ lang }: Voice): string {
  return lang.toLowerCase().replaceAll("_", "-");
}

/** Lets a reply be read aloud and tells its element when a voice or the speaking has changed. */
export class Speech implements ReactiveController {
  speaking = false;
  readonly #host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    synthesis()?.addEventListener("voiceschanged", this.#update);
    addEventListener("pagehide", this.stop);
  }

  hostDisconnected(): void {
    synthesis()?.removeEventListener("voiceschanged", this.#update);
    removeEventListener("pagehide", this.stop);
    this.stop();
  }

  /** Whether there is a voice for the language. */
  speaks(language: string): boolean {
    return voiceFor(synthesis()?.getVoices() ?? [], language) !== null;
  }

  /** Read the texts, one after the other; whatever was being read stops. */
  read(texts: string[], language: string): void {
    const synth = synthesis();
    const voice = synth && voiceFor(synth.getVoices(), language);
    if (!voice) return;
    synth.cancel();
    const utterances = texts.map((text) => utterance(text, voice));
    for (const one of utterances) one.onerror = this.#ended;
    const last = utterances.at(-1);
    if (last) last.onend = this.#ended;
    this.#become(last !== undefined);
    for (const one of utterances) synth.speak(one);
  }

  /** Stop reading this reply; another one that is being read goes on. */
  stop = (): void => {
    if (this.speaking) synthesis()?.cancel();
    this.#become(false);
  };

  #ended = (): void => this.#become(false);
  #update = (): void => this.#host.requestUpdate();

  #become(speaking: boolean): void {
    this.speaking = speaking;
    this.#update();
  }
}

function utterance(text: string, voice: SpeechSynthesisVoice): SpeechSynthesisUtterance {
  const one = new SpeechSynthesisUtterance(text);
  one.voice = voice;
  one.lang = voice.lang;
  one.rate = RATE;
  return one;
}

function synthesis(): SpeechSynthesis | undefined {
  return globalThis.speechSynthesis as SpeechSynthesis | undefined;
}
