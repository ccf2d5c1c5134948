import { createInstance, type i18n } from "i18next";
import { initReactI18next } from "react-i18next";
import { remember } from "../ui/remember.ts";
import { en } from "./en.ts";
import type { Messages } from "./messages.ts";

export const languages = [
  { id: "en", tag: "en", label: "English" },
  { id: "zh", tag: "zh-CN", label: "中文" },
] as const;

export type LanguageId = (typeof languages)[number]["id"];

/** The script of the first paint reads it as `etcdscope.language`. */
const storedAs = "language";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: typeof en };
  }
}

/** The sentences, in the language that was chosen last or the browser asks for; English until others are there. */
export function makeI18n(language: LanguageId = preferredLanguage(), zh?: Messages): i18n {
  const instance = createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: "en",
    resources: { en: { translation: en }, ...(zh !== undefined && { zh: { translation: zh } }) },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return instance;
}

/** Fetches the sentences of the language that is shown, where they are not there yet. */
export async function loadSentences(instance: i18n, language = languageOf(instance.language)): Promise<void> {
  if (instance.hasResourceBundle(language, "translation")) return;
  const { zh } = await import("./zh.ts");
  instance.addResourceBundle(language, "translation", zh);
}

export function languageOf(tag: string): LanguageId {
  return tag.startsWith("zh") ? "zh" : "en";
}

export function changeLanguage(instance: i18n, language: LanguageId): void {
  // Without its sentences English stays.
  void loadSentences(instance, language)
    .catch(() => undefined)
    .then(() => instance.changeLanguage(language));
  document.documentElement.lang = languages.find(({ id }) => id === language)?.tag ?? "en";
  remember(storedAs, language);
}

/** The script of the first paint has put it on the page already. */
function preferredLanguage(): LanguageId {
  return languageOf(document.documentElement.lang);
}
