/** Words for the settings of the table's reader, and for what becomes of a table that is given. */

import type { Language } from "kilnjs/page";
import type { FullReadOptions } from "../table/options.js";

interface PolicyText {
  readonly title: string;
  readonly lead: string;
  readonly drop: string;
  readonly paste: string;
  readonly pasteHint: string;
  readonly read: string;
  readonly pasted: string;
  readonly policies: string;
  readonly policiesLead: string;
  readonly settings: Readonly<Record<keyof FullReadOptions, string>>;
  readonly choices: Readonly<Record<string, string>>;
  readonly columnHint: string;
  readonly reset: string;
  readonly reading: (file: string) => string;
  readonly waitingForModel: string;
  readonly cancel: string;
  readonly cannotRead: string;
  readonly where: { readonly file: string; readonly row: string; readonly column: string };
  readonly next: string;
  readonly found: string;
  readonly warnings: (count: number) => string;
  readonly skipped: (count: number) => string;
  readonly put: (setting: string, choice: string) => string;
}

export const policyText: Readonly<Record<Language, PolicyText>> = {
  en: {
    title: "Your own table",
    lead: "A row or a column for each country, or a row for each country and day: totals or daily counts, comma, semicolon or tab. It stays in this browser.",
    drop: "Drop a CSV here",
    paste: "Or paste a table",
    pasteHint: "Country,2021-01-01,2021-01-02,…",
    read: "Read it",
    pasted: "pasted.csv",
    policies: "How the table is read",
    policiesLead: "What the table does not say itself, and what is to become of its troubles.",
    settings: {
      counts: "Numbers",
      dateFormat: "Dates",
      negatives: "Negative days",
      missing: "Missing cells",
      gaps: "Missing days",
      weekly: "Cases by the week",
      weekDate: "Date of a week",
      series: "One series for each",
      decimal: "Decimal mark",
      column: "Column of cases",
    },
    choices: {
      auto: "found out",
      "counts=cumulative": "running totals",
      "counts=daily": "daily counts",
      "dateFormat=iso": "year first",
      "dateFormat=mdy": "month first",
      "dateFormat=dmy": "day first",
      "negatives=keep": "keep",
      "negatives=clip": "set to 0",
      "negatives=refuse": "refuse",
      "missing=carry": "count no cases",
      "missing=drop": "leave out",
      "missing=refuse": "refuse",
      "gaps=refuse": "refuse",
      "gaps=carry": "count no cases",
      "weekly=refuse": "refuse",
      "weekly=spread": "spread over days",
      "weekly=keep": "keep on their day",
      "weekDate=first": "its first day",
      "weekDate=last": "its last day",
      "series=country": "country",
      "series=state": "state",
      "series=row": "row",
      "decimal=point": "point",
      "decimal=comma": "comma",
    },
    columnHint: "found out",
    reset: "Defaults",
    reading: (file) => `Reading ${file} …`,
    waitingForModel: "The table is read; its results come with the model.",
    cancel: "Cancel",
    cannotRead: "This table cannot be read",
    where: { file: "File", row: "Row", column: "Column" },
    next: "What to do",
    found: "What was found",
    warnings: (count) => (count === 1 ? "1 thing to look at" : `${count} things to look at`),
    skipped: (count) => (count === 1 ? "1 country without a result" : `${count} countries without a result`),
    put: (setting, choice) => `“${setting}: ${choice}”`,
  },
  "zh-Hant": {
    title: "你自己的表格",
    lead: "每個國家一列或一欄，或每個國家每天一列；累計或每日病例，以逗號、分號或定位字元分隔。資料只留在這個瀏覽器中。",
    drop: "將 CSV 檔拖放到這裡",
    paste: "或貼上表格",
    pasteHint: "Country,2021-01-01,2021-01-02,…",
    read: "讀取",
    pasted: "pasted.csv",
    policies: "表格的讀取方式",
    policiesLead: "表格本身沒有說明的事，以及遇到問題時的處理方式。",
    settings: {
      counts: "數字",
      dateFormat: "日期",
      negatives: "負值",
      missing: "缺少的儲存格",
      gaps: "缺少的日期",
      weekly: "每週彙總的病例",
      weekDate: "每週的日期",
      series: "每條曲線代表",
      decimal: "小數點符號",
      column: "病例欄位",
    },
    choices: {
      auto: "自動判斷",
      "counts=cumulative": "累計病例",
      "counts=daily": "每日病例",
      "dateFormat=iso": "年在前",
      "dateFormat=mdy": "月在前",
      "dateFormat=dmy": "日在前",
      "negatives=keep": "保留",
      "negatives=clip": "設為 0",
      "negatives=refuse": "拒絕",
      "missing=carry": "視為沒有病例",
      "missing=drop": "略過該國",
      "missing=refuse": "拒絕",
      "gaps=refuse": "拒絕",
      "gaps=carry": "視為沒有病例",
      "weekly=refuse": "拒絕",
      "weekly=spread": "平均分到每天",
      "weekly=keep": "保留在當天",
      "weekDate=first": "該週第一天",
      "weekDate=last": "該週最後一天",
      "series=country": "國家",
      "series=state": "州或省",
      "series=row": "表格的列",
      "decimal=point": "句點",
      "decimal=comma": "逗號",
    },
    columnHint: "自動判斷",
    reset: "恢復預設",
    reading: (file) => `正在讀取 ${file}……`,
    waitingForModel: "表格已讀取，模型就緒後就會有結果。",
    cancel: "取消",
    cannotRead: "無法讀取這個表格",
    where: { file: "檔案", row: "列", column: "欄" },
    next: "可以怎麼做",
    found: "讀到的內容",
    warnings: (count) => `${count} 個需要留意的地方`,
    skipped: (count) => `${count} 個國家沒有結果`,
    put: (setting, choice) => `「${setting}：${choice}」`,
  },
};

/** What the reader says of its settings is written for a command line; in the page they are the controls. */
export function inPage(sentence: string, language: Language): string {
  const { settings, choices, put } = policyText[language];
  const named = /--set (\w+)=(\w+)((?:, \w+)* or \w+(?![\w=]))?/g;
  return sentence.replace(" (--version)", "").replace(named, (whole, key: string, value: string, others?: string) => {
    const setting = (settings as Readonly<Record<string, string>>)[key];
    if (setting === undefined) return whole;
    const offered =
      others === undefined ? [value] : [value, ...(others.match(/\w+/g) ?? []).filter((one) => one !== "or")];
    return put(setting, offered.map((one) => choices[`${key}=${one}`] ?? one).join(" / "));
  });
}
