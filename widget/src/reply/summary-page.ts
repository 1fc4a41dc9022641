/** The summary as a page: for the dialog, for paper and for a file. */

import { html, nothing, type TemplateResult } from "lit";

import { t } from "../strings.js";
import type { About, Call, Language, Source } from "../types.js";
import { readCalls } from "./contract.js";
import { webAddress } from "./links.js";
import { content } from "./content.js";
import type { Item, Summary } from "./summary-content.js";
import { checked, day, publication } from "./words.js";

type Content = TemplateResult | typeof nothing;

/**
 * The page below its title.
 *
 * @param own the place of the person's own questions: where to write them, or what was written
 */
export function page(
  summary: Summary,
  about: About | null,
  language: Language,
  own: TemplateResult,
): TemplateResult {
  return html`<p>${about?.name ?? nothing} · ${day(new Date(), language)}</p>
    <p class="notice">${t(language, "summary_notice")}</p>
    ${help(readCalls(about?.calls?.[language]), language)}
    ${
      summary.items.length > 0
        ? summary.items.map((item) => answer(item, language))
        : html`<p>${t(language, "summary_empty")}</p>`
    }
    ${team(summary, language)}
    <h3>${t(language, "own_questions")}</h3>
    ${own} ${sources(summary.sources, language)}`;
}

function help(calls: Call[], language: Language): Content {
  if (calls.length === 0) return nothing;
  return html`<p><strong>${t(language, "summary_urgent")}</strong></p>
    <ul>
      ${calls.map(({ label, number }) =>
        number
          ? html`<li><strong>${t(language, "call_number", { number })}</strong> (${label})</li>`
          : html`<li>${t(language, "call_unknown", { label })}</li>`,
      )}
    </ul>`;
}

function answer(
  { question, texts, small, contract, numbers }: Item,
  language: Language,
): TemplateResult {
  const proof = contract && checked(contract, language);
  return html`<section lang=${contract?.language ?? language}>
    <h2>${question}</h2>
    ${texts.map((text) => content(text))}
    <div class="small">
      ${small.map((line) => html`<p>${line}</p>`)}
      ${
        proof || numbers.length > 0
          ? html`<p lang=${language}>
              ${proof} ${numbers.map((number) => `[${number}]`).join(" ")}
            </p>`
          : nothing
      }
    </div>
  </section>`;
}

function team({ questions, unanswered }: Summary, language: Language): TemplateResult {
  const general = (["care_question_1", "care_question_2", "care_question_3"] as const).map((key) =>
    t(language, key),
  );
  return html`<h2>${t(language, "questions_for_team")}</h2>
    ${list([...general, ...questions])}
    ${
      unanswered.length > 0
        ? html`<p>${t(language, "asked_in_vain")}</p>
            ${list(unanswered)}`
        : nothing
    }`;
}

function list(texts: string[]): TemplateResult {
  return html`<ul>
    ${texts.map((text) => html`<li>${text}</li>`)}
  </ul>`;
}

function sources(all: Source[], language: Language): Content {
  if (all.length === 0) return nothing;
  return html`<h2>${t(language, "sources")}</h2>
    <ol>
      ${all.map((source) => html`<li>${oneSource(source)}</li>`)}
    </ol>`;
}

/** The address is written out: paper has no links. */
function oneSource(source: Source): TemplateResult {
  const address = webAddress(source.url);
  const published = publication(source);
  return html`${source.title}${published === source.title ? nothing : html`. ${published}`}
  ${
    address
      ? html`<br /><a href=${address} target="_blank" rel="noopener noreferrer nofollow"
            >${address}</a
          >`
      : nothing
  }`;
}
