/** Words of the models view. */
import { DIFFERENCE_RULE } from "../../../core/agreement.js";
import type { Language } from "../../app/language.js";

/** How many golden cases a graph was checked on. */
export interface CasesOf {
  readonly name: string;
  readonly cases: number;
}

export interface ModelsText {
  readonly title: string;
  readonly lead: string;
  readonly list: string;
  readonly version: (version: number) => string;
  readonly tryIt: string;
  readonly operation: string;
  readonly graphItself: (graph: string) => string;
  readonly request: string;
  readonly run: string;
  readonly took: (milliseconds: string) => string;
  readonly answer: string;
  readonly asCurl: string;
  readonly draw: string;
  readonly rows: string;
  readonly numbers: (count: number) => string;
  readonly rangeOf: (minimum: number, maximum: number) => string;
  readonly elements: (count: number) => string;
  readonly lowest: string;
  readonly highest: string;
  readonly mean: string;
  readonly firstOnes: string;
  readonly contract: string;
  readonly columns: Readonly<Record<"side" | "name" | "shape" | "type" | "unit" | "range" | "meaning", string>>;
  readonly input: string;
  readonly output: string;
  readonly labels: string;
  readonly verification: string;
  readonly verificationLead: (reference: string, graphs: readonly CasesOf[], batches: string) => string;
  readonly proof: Readonly<
    Record<"graph" | "runtime" | "on" | "file" | "largest" | "absolute" | "where" | "allowed", string>
  >;
  readonly here: string;
  readonly passes: string;
  readonly fails: string;
  readonly unknown: string;
  readonly onAverage: string;
  readonly again: string;
  readonly checking: string;
  readonly checked: string;
  readonly checkFailed: (reason: string) => string;
  readonly loadRest: string;
  readonly training: string;
  readonly trainedOn: (source: string, preset: string, seed: number, steps: number) => string;
  readonly metric: string;
  readonly value: string;
  readonly card: string;
  readonly report: string;
  readonly runReport: string;
  readonly files: string;
  readonly netron: string;
  readonly netronHint: string;
  readonly megabytes: (size: string) => string;
}

export const text: Readonly<Record<Language, ModelsText>> = {
  en: {
    title: "Models",
    lead: "Every model that is published here: what goes in and out, the proof that it answers the same everywhere, and a way to ask it.",
    list: "Published models",
    version: (version) => `version ${version}`,
    tryIt: "Try it",
    operation: "Operation",
    graphItself: (graph) => `the graph ${graph} itself`,
    request: "Request",
    run: "Run here",
    took: (milliseconds) => `${milliseconds} ms, in this browser.`,
    answer: "Answer",
    asCurl: "The same by the HTTP API",
    draw: "Draw other inputs",
    rows: "Rows",
    numbers: (count) => `${count} numbers, separated by commas or spaces`,
    rangeOf: (minimum, maximum) => `${minimum} to ${maximum}`,
    elements: (count) => `${count} numbers`,
    lowest: "lowest",
    highest: "highest",
    mean: "mean",
    firstOnes: "first ones",
    contract: "Contract",
    columns: {
      side: "side",
      name: "name",
      shape: "shape",
      type: "type",
      unit: "unit",
      range: "range",
      meaning: "what it is",
    },
    input: "in",
    output: "out",
    labels: "Labels",
    verification: "Verification",
    verificationLead: (reference, graphs, batches) =>
      `Held against ${reference} at batch ${batches}: ${graphs.map(({ name, cases }) => `${name} on ${cases} cases`).join(", ")}. The largest difference is the largest ${DIFFERENCE_RULE}. A version is only published when all of these agree.`,
    proof: {
      graph: "graph",
      runtime: "runtime",
      on: "on",
      file: "file",
      largest: "largest difference",
      absolute: "largest |a - b|",
      where: "where",
      allowed: "allowed",
    },
    here: "this browser",
    passes: "passes",
    fails: "fails",
    unknown: "not known",
    onAverage: "on average",
    again: "Check again, here",
    checking: "Checking …",
    checked: "Checked again just now.",
    checkFailed: (reason) => `It failed: ${reason}`,
    loadRest: "not loaded here yet",
    training: "Training",
    trainedOn: (source, preset, seed, steps) => `Trained on ${source}, preset ${preset}, seed ${seed}, ${steps} steps.`,
    metric: "measured on what was not trained on",
    value: "value",
    card: "Model card",
    report: "Its report, where it was trained",
    runReport: "Report of the run",
    files: "Files",
    netron: "Look at the graph in Netron",
    netronHint: "Netron reads it in the browser. Where it cannot fetch this address, drop the downloaded file there.",
    megabytes: (size) => `${size} MB`,
  },
  "zh-Hant": {
    title: "模型",
    lead: "這裡發布的每一個模型：輸入與輸出是什麼、它在各處答案一致的證明，以及直接試用的方式。",
    list: "已發布的模型",
    version: (version) => `第 ${version} 版`,
    tryIt: "試用",
    operation: "操作",
    graphItself: (graph) => `計算圖 ${graph} 本身`,
    request: "請求",
    run: "在此執行",
    took: (milliseconds) => `在這個瀏覽器中花了 ${milliseconds} 毫秒。`,
    answer: "答案",
    asCurl: "透過 HTTP API 做同樣的事",
    draw: "換一組輸入",
    rows: "列數",
    numbers: (count) => `${count} 個數值，以逗號或空白分隔`,
    rangeOf: (minimum, maximum) => `${minimum} 到 ${maximum}`,
    elements: (count) => `${count} 個數值`,
    lowest: "最小",
    highest: "最大",
    mean: "平均",
    firstOnes: "前幾個",
    contract: "契約",
    columns: {
      side: "方向",
      name: "名稱",
      shape: "形狀",
      type: "型別",
      unit: "單位",
      range: "範圍",
      meaning: "說明",
    },
    input: "輸入",
    output: "輸出",
    labels: "標籤",
    verification: "驗證",
    verificationLead: (reference, graphs, batches) =>
      `與 ${reference} 對照，批次大小 ${batches}：${graphs.map(({ name, cases }) => `${name} ${cases} 個案例`).join("，")}。最大差異指 ${DIFFERENCE_RULE} 的最大值。全部一致才會發布。`,
    proof: {
      graph: "計算圖",
      runtime: "執行環境",
      on: "執行於",
      file: "檔案",
      largest: "最大差異",
      absolute: "|a - b| 的最大值",
      where: "位置",
      allowed: "容許",
    },
    here: "這個瀏覽器",
    passes: "通過",
    fails: "未通過",
    unknown: "未知",
    onAverage: "平均",
    again: "在此重新核對",
    checking: "核對中……",
    checked: "剛剛重新核對過。",
    checkFailed: (reason) => `未通過：${reason}`,
    loadRest: "尚未在此載入",
    training: "訓練",
    trainedOn: (source, preset, seed, steps) => `訓練資料：${source}；預設組 ${preset}；種子 ${seed}；共 ${steps} 步。`,
    metric: "在未用於訓練的資料上量測",
    value: "數值",
    card: "模型卡",
    report: "在訓練它的電腦上產生報告",
    runReport: "這次訓練的報告",
    files: "檔案",
    netron: "用 Netron 檢視計算圖",
    netronHint: "Netron 會在瀏覽器中讀取檔案。若它無法取得這個網址，請把下載的檔案拖放進去。",
    megabytes: (size) => `${size} MB`,
  },
};
