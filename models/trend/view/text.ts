/** Words of the view, in both languages. Those of the table's settings are in `policy-text.ts`. */

import type { Language } from "kilnjs/page";
import type { LabelName } from "../labels.js";
import { trendNotice } from "../notice.js";
import type { Order } from "./view-state.js";

interface TrendText {
  readonly title: string;
  readonly lead: string;
  readonly notice: (simulated: boolean) => string;
  readonly noticeTable: string;
  readonly mapTitle: string;
  readonly mapHelp: string;
  readonly mapWaiting: string;
  readonly published: string;
  readonly ownTable: string;
  readonly results: (count: number) => string;
  readonly back: string;
  readonly useOwn: string;
  readonly legend: string;
  /** Beside a number: what it is the probability of, whatever the answer is. */
  readonly ofIncrease: string;
  /** The same where there is little room. */
  readonly forIncrease: string;
  readonly answer: (label: string) => string;
  readonly falls: string;
  readonly rises: string;
  readonly noData: string;
  /** Of a country whose window has no case, in the place of a probability. */
  readonly noCases: string;
  readonly noCasesMeaning: string;
  readonly offMap: (names: string) => string;
  readonly borders: string;
  readonly asOf: (date: string) => string;
  readonly find: string;
  readonly findHint: string;
  readonly order: string;
  readonly orders: Readonly<Record<Order, string>>;
  readonly list: string;
  readonly found: (count: number) => string;
  readonly nothingFound: (typed: string) => string;
  readonly more: (count: number) => string;
  readonly waitingList: string;
  readonly noSuchCountry: (key: string) => string;
  readonly question: (meaning: string, date: string) => string;
  readonly meanings: Readonly<Record<LabelName, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly classes: string;
  readonly curve: string;
  readonly cases: string;
  readonly average: string;
  readonly perDay: string;
  readonly window: (days: number) => string;
  readonly windowOnly: (days: number) => string;
  readonly windowEnd: string;
  readonly moveHint: string;
  readonly lastDay: string;
  readonly tooEarly: (days: number) => string;
  readonly history: string;
  readonly historyProgress: (done: number, total: number) => string;
  readonly came: (rose: boolean) => string;
  readonly notYet: string;
  readonly describeCurve: (name: string, from: string, to: string, highest: string) => string;
  readonly downloads: string;
  readonly downloadFailed: string;
}

export const trendText: Readonly<Record<Language, TrendText>> = {
  en: {
    title: "Where cases are about to rise",
    lead: "A small recurrent network reads each country’s last days of case counts and says how likely it is that they will rise. It runs here, also on a table of your own.",
    notice: trendNotice,
    noticeTable: "Simulated: the table holds simulated epidemics.",
    mapTitle: "World map",
    mapHelp: "Point at a country, or choose it in the list.",
    mapWaiting: "The map is drawn as soon as the model is ready. A table of yours can be given already.",
    published: "Published data",
    ownTable: "Your table",
    results: (count) => (count === 1 ? "1 result" : `${count} results`),
    back: "Back to the published data",
    useOwn: "Use your own table",
    legend: "Probability of an increase",
    ofIncrease: "probability of an increase",
    forIncrease: "for an increase",
    answer: (label) => `answer: ${label}`,
    falls: "falls",
    rises: "rises",
    noData: "no data",
    noCases: "no recent cases",
    noCasesMeaning:
      "The days that the model reads have no case. Nothing in them tells whether cases will come, so there is no probability.",
    offMap: (names) => `Not on the map: ${names}. `,
    borders: "Borders: Natural Earth; drawing them implies no opinion on them. Small countries are dots.",
    asOf: (date) => `as of ${date}`,
    find: "Find a country",
    findHint: "Name or ISO code",
    order: "Order",
    orders: { rising: "Rising", falling: "Falling", name: "Name" },
    list: "Countries",
    found: (count) => (count === 1 ? "1 country" : `${count} countries`),
    nothingFound: (typed) => `No country of these data is called “${typed}”.`,
    more: (count) => `Show ${count} more`,
    waitingList: "The results appear here.",
    noSuchCountry: (key) => `These data have no country “${key}”.`,
    question: (meaning, date) => `Probability that ${meaning}; as of ${date}`,
    meanings: {
      nextDayPositive: "the next day has more than zero new cases",
      nextDayHigher: "the next day has more new cases than the last day of the window",
      weekly: "the next 7 days together have more new cases than the last 7",
      weekly5: "the next 7 days together have over 10 % more new cases than the last 7",
    },
    labels: {},
    classes: "Probability of each class",
    curve: "New cases a day",
    cases: "new cases a day",
    average: "line: mean of 7 days",
    perDay: "a day",
    window: (days) => `window of ${days} days`,
    windowOnly: (days) =>
      `The published model carries the last ${days} days of each country, no more. A table of yours shows all of its days.`,
    windowEnd: "The window ends on",
    moveHint: "Drag in the curve, or move the slider, to ask about another day.",
    lastDay: "Last day",
    tooEarly: (days) => `This country has fewer than ${days} days before that day.`,
    history: "Probability of an increase, by the window’s last day",
    historyProgress: (done, total) => `${done} of ${total} days`,
    came: (rose) => (rose ? "In the table, so it came." : "In the table, it did not come so."),
    notYet: "What comes after is not in the table.",
    describeCurve: (name, from, to, highest) =>
      `New cases a day in ${name} from ${from} to ${to}, at most ${highest} a day.`,
    downloads: "Save",
    downloadFailed: "This could not be saved:",
  },
  "zh-Hant": {
    title: "哪裡的病例即將上升",
    lead: "一個小型循環神經網路讀取各國最近的每日新增病例，估計接下來上升的機率。一切都在這裡計算，也可以用你自己的表格。",
    notice: (simulated) =>
      simulated
        ? "模擬資料：這個模型以模擬的疫情訓練，結果只展示整個流程如何運作，不代表任何真實國家的情況。"
        : "這不是可據以行動的預測，只是對過去病例數的統計解讀；模型沒有篩檢、疫苗或防疫措施的資訊。",
    noticeTable: "模擬資料：這個表格的內容是模擬的疫情。",
    mapTitle: "世界地圖",
    mapHelp: "將游標移到國家上，或在清單中選擇。",
    mapWaiting: "模型就緒後就會畫出地圖；現在就可以先放入你的表格。",
    published: "已發布的資料",
    ownTable: "你的表格",
    results: (count) => `${count} 筆結果`,
    back: "回到已發布的資料",
    useOwn: "使用你自己的表格",
    legend: "上升的機率",
    ofIncrease: "上升的機率",
    forIncrease: "上升的機率",
    answer: (label) => `判斷：${label}`,
    falls: "下降",
    rises: "上升",
    noData: "無資料",
    noCases: "近期無病例",
    noCasesMeaning: "模型讀取的這些日子沒有任何病例，無從判斷病例是否會出現，因此沒有機率。",
    offMap: (names) => `不在地圖上：${names}。`,
    borders: "邊界採用 Natural Earth 資料，不代表任何立場；面積小的國家以圓點表示。",
    asOf: (date) => `截至 ${date}`,
    find: "搜尋國家",
    findHint: "名稱或 ISO 代碼",
    order: "排序",
    orders: { rising: "上升優先", falling: "下降優先", name: "名稱" },
    list: "國家",
    found: (count) => `${count} 個國家`,
    nothingFound: (typed) => `這份資料裡沒有「${typed}」。`,
    more: (count) => `再顯示 ${count} 個`,
    waitingList: "結果會顯示在這裡。",
    noSuchCountry: (key) => `這份資料裡沒有「${key}」。`,
    question: (meaning, date) => `機率的意思：${meaning}（截至 ${date}）`,
    meanings: {
      nextDayPositive: "隔天至少新增一例",
      nextDayHigher: "隔天的新增病例多於視窗的最後一天",
      weekly: "未來 7 天的新增病例總數多於過去 7 天",
      weekly5: "未來 7 天的新增病例總數比過去 7 天多出 10 % 以上",
    },
    labels: {
      decrease: "下降",
      increase: "上升",
      "strong fall": "大幅下降",
      fall: "下降",
      stable: "持平",
      rise: "上升",
      "strong rise": "大幅上升",
    },
    classes: "各類別的機率",
    curve: "每日新增病例",
    cases: "每日新增病例",
    average: "線：7 日平均",
    perDay: "每日",
    window: (days) => `${days} 天的視窗`,
    windowOnly: (days) => `發布的模型只附有各國最近 ${days} 天的資料；使用你自己的表格時會顯示所有日期。`,
    windowEnd: "視窗的最後一天",
    moveHint: "在曲線上拖曳或移動滑桿，就能查詢其他日期。",
    lastDay: "最後一天",
    tooEarly: (days) => `這個國家在那一天之前不足 ${days} 天。`,
    history: "以視窗最後一天為準的上升機率",
    historyProgress: (done, total) => `已計算 ${done} / ${total} 天`,
    came: (rose) => (rose ? "依表格之後的資料：確實如此。" : "依表格之後的資料：並非如此。"),
    notYet: "表格裡沒有之後的資料。",
    describeCurve: (name, from, to, highest) => `${name} 自 ${from} 至 ${to} 的每日新增病例，單日最多 ${highest} 例。`,
    downloads: "儲存",
    downloadFailed: "無法儲存：",
  },
};
