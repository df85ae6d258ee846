/** The frame of the page: its name, the views, language and colours. */
import type { ComponentChildren } from "preact";
import { Choice } from "../components/choice.js";
import { type Language, languages } from "./language.js";
import { text } from "./text.js";
import { type Theme, themes } from "./theme.js";

/** A way to a view. */
export interface Tab {
  /** In the address. */
  readonly name: string;
  readonly title: string;
}

interface ShellProps {
  /** In their order; null while it is not known which there are. */
  readonly tabs: readonly Tab[] | null;
  /** The name of the one that is shown; null as long. */
  readonly shown: string | null;
  readonly language: Language;
  readonly theme: Theme;
  /** Where the API is described, or null on a host of files. */
  readonly api: string | null;
  /** The list of training runs, or null where none are shown. */
  readonly runs: string | null;
  readonly onLanguage: (language: Language) => void;
  readonly onTheme: (theme: Theme) => void;
  readonly children: ComponentChildren;
}

const languageNames: Readonly<Record<Language, string>> = { en: "EN", "zh-Hant": "繁中" };

export function Shell({ tabs, shown, language, theme, api, runs, onLanguage, onTheme, children }: ShellProps) {
  const words = text[language];
  return (
    <>
      {/* The hash is the route: the link moves the focus and leaves the address alone. */}
      {/* biome-ignore lint/a11y/useValidAnchor: it goes to a part of the page, as a skip link does */}
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById("main")?.focus();
        }}
      >
        {words.skip}
      </a>
      <header class="mast">
        <a class="brand" href="#/">
          <KilnMark /> <span>Kiln</span>
        </a>
        <nav aria-label={words.navigation}>
          {tabs?.map(({ name, title }) => (
            <a key={name} href={`#/${name}`} aria-current={name === shown ? "page" : undefined}>
              {title}
            </a>
          ))}
          {runs === null ? null : <a href={runs}>{words.runs}</a>}
          {api === null ? null : <a href={api}>{words.api}</a>}
        </nav>
        <div class="settings">
          <Choice
            label={words.language}
            showLabel={false}
            value={language}
            options={languages.map((value) => ({ value, label: languageNames[value] }))}
            onChange={onLanguage}
          />
          <Choice
            label={words.theme}
            showLabel={false}
            value={theme}
            options={themes.map((value) => ({ value, label: words.themes[value] }))}
            onChange={onTheme}
          />
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <footer class="foot">
        <p>{words.privacy}</p>
      </footer>
    </>
  );
}

/** A kiln's arch with its fire. */
function KilnMark() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
      <path d="M4 29V15a12 12 0 0 1 24 0v14z" fill="currentColor" />
      <path d="M11 29v-8a5 5 0 0 1 10 0v8z" fill="var(--ground)" />
      <path
        d="M16 20c2 2 3 3.6 3 5.4A3 3 0 0 1 16 29a3 3 0 0 1-3-3.6c0-1 .5-1.8 1.2-2.4.2.8.7 1.3 1.1 1.4-.3-1.5-.1-3 .7-4.4z"
        fill="var(--accent)"
      />
    </svg>
  );
}
