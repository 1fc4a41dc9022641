/** Words of the widget that depend on what a contract says. */

import { t } from "../strings.js";
import type { Language, Source } from "../types.js";
import { isSigned, type Shown } from "./contract.js";

const CERTAINTIES = {
  established: "sure_established",
  "trial result": "sure_trial_result",
  "expert guidance": "sure_expert_guidance",
} as const;
const LOCALES: Record<Language, string> = { en: "en-GB", zh: "zh-CN" };

/** "How sure: a trial result"; null where it is not said. */
export function howSure({ certainty }: Shown, language: Language): string | null {
  const known = Object.entries(CERTAINTIES).find(([name]) => name === certainty);
  return known ? t(language, "how_sure", { certainty: t(language, known[1]) }) : null;
}

/** When and how an answer was checked; null where it rests on no fact. */
export function checked(contract: Shown, language: Language): string | null {
  const { reviewed } = contract;
  if (!reviewed) return null;
  const on = day(new Date(reviewed.on), language, "UTC");
  if (isSigned(contract)) return t(language, "reviewed_on", { on });
  const space = language === "zh" ? "" : " ";
  return t(language, "checked_on", { on }) + space + t(language, "not_by_clinician");
}

/** A source in a few words, such as "J Clin Oncol 2019": its label without volume and pages. */
export function shortly({ label }: Source): string {
  return label.replace(/;\s*\d.*$/s, "");
}

/** Where and when a source was published. */
export function publication({ journal, label, year }: Source): string {
  if (!journal) return label;
  return year === null || journal.includes(`${year}`) ? journal : `${journal}, ${year}`;
}

/** A date as people write it. */
export function day(date: Date, language: Language, timeZone?: string): string {
  const zone = timeZone ? { timeZone } : {};
  return new Intl.DateTimeFormat(LOCALES[language], { dateStyle: "long", ...zone }).format(date);
}
