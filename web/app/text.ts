/** Words of the frame around the views, and of the parts that all of them share. */
import type { Backend, LoadProgress } from "../inference/types.js";
import type { Language } from "./language.js";
import type { Theme } from "./theme.js";

interface CommonText {
  /** The list of all models. */
  readonly models: string;
  readonly skip: string;
  readonly navigation: string;
  readonly language: string;
  readonly theme: string;
  readonly themes: Readonly<Record<Theme, string>>;
  readonly api: string;
  readonly runs: string;
  readonly looking: string;
  readonly loadingView: string;
  readonly noView: string;
  readonly noModel: (name: string) => string;
  readonly noModels: string;
  readonly phases: Readonly<Record<LoadProgress["phase"], string>>;
  readonly starting: string;
  readonly megabytes: (done: string, total: string) => string;
  readonly retry: string;
  readonly failed: string;
  readonly backends: Readonly<Record<Backend, string>>;
  readonly runsOn: (where: string, threads: number) => string;
  readonly matches: (difference: string) => string;
  readonly why: string;
  readonly reload: string;
  readonly simulated: string;
  readonly copy: string;
  readonly copied: string;
  readonly cannotCopy: string;
  readonly privacy: string;
  readonly chooseFile: string;
}

/** Words of the frame around the views, and of the parts that all of them share, in each language. */
export const text: Readonly<Record<Language, CommonText>> = {
  en: {
    models: "Models",
    skip: "Skip to the content",
    navigation: "Views",
    language: "Language",
    theme: "Colours",
    themes: { auto: "Auto", light: "Light", dark: "Dark" },
    api: "API",
    runs: "Runs",
    looking: "Looking for models …",
    loadingView: "Loading this view …",
    noView: "This view cannot be loaded.",
    noModel: (name) => `This site has no model called ${name}.`,
    noModels: "No model has been published here yet. Train one and export it: kiln train, kiln export.",
    phases: {
      download: "Loading",
      compile: "Compiling",
      check: "Checking against the published answers",
      "warm-up": "Warming up",
      ready: "Ready",
    },
    starting: "Starting",
    megabytes: (done, total) => `${done} of ${total} MB`,
    retry: "Try again",
    failed: "This model cannot be opened.",
    backends: { webgpu: "WebGPU", "wasm-threads": "WebAssembly", wasm: "WebAssembly, one thread" },
    runsOn: (where, threads) => (threads > 1 ? `${where}, ${threads} threads` : where),
    matches: (difference) => `answers as published, within ${difference}`,
    why: "Why this one",
    reload: "Open with",
    simulated: "Simulated",
    copy: "Copy",
    copied: "Copied",
    cannotCopy: "The browser does not let this page write to the clipboard: select the text and copy it.",
    privacy: "Everything is computed in this browser. Nothing that you enter leaves it.",
    chooseFile: "Choose a file",
  },
  "zh-Hant": {
    models: "模型",
    skip: "跳到主要內容",
    navigation: "檢視",
    language: "語言",
    theme: "色彩",
    themes: { auto: "自動", light: "淺色", dark: "深色" },
    api: "API",
    runs: "訓練紀錄",
    looking: "正在尋找模型……",
    loadingView: "正在載入這個檢視……",
    noView: "無法載入這個檢視。",
    noModel: (name) => `這個網站沒有名為 ${name} 的模型。`,
    noModels: "這裡還沒有發布任何模型。請先訓練並匯出：kiln train、kiln export。",
    phases: {
      download: "載入中",
      compile: "編譯中",
      check: "與發布的答案核對中",
      "warm-up": "暖機中",
      ready: "就緒",
    },
    starting: "啟動中",
    megabytes: (done, total) => `${done} / ${total} MB`,
    retry: "再試一次",
    failed: "無法開啟這個模型。",
    backends: { webgpu: "WebGPU", "wasm-threads": "WebAssembly", wasm: "WebAssembly，單執行緒" },
    runsOn: (where, threads) => (threads > 1 ? `${where}，${threads} 個執行緒` : where),
    matches: (difference) => `答案與發布的一致，誤差 ${difference} 以內`,
    why: "為什麼用這個",
    reload: "改用",
    simulated: "模擬資料",
    copy: "複製",
    copied: "已複製",
    cannotCopy: "瀏覽器不允許這個頁面寫入剪貼簿：請選取文字後自行複製。",
    privacy: "所有運算都在這個瀏覽器中完成，你輸入的內容不會離開這裡。",
    chooseFile: "選擇檔案",
  },
};
