/** Words of the faces view. */
import type { Language } from "kilnjs/page";

export interface FacesText {
  readonly title: string;
  readonly lead: string;
  readonly seed: string;
  readonly before: string;
  readonly next: string;
  readonly sampler: string;
  readonly samplers: Readonly<Record<"mixture" | "prior", string>>;
  readonly temperature: string;
  readonly grid: string;
  /** Counted from 0, as in addresses (`7.3`) and in the lists of the API. */
  readonly faceOf: (index: number, seed: number) => string;
  readonly ownFace: string;
  readonly moved: string;
  readonly face: string;
  readonly reset: string;
  readonly keepA: string;
  readonly keepB: string;
  readonly change: string;
  readonly attributes: string;
  readonly numbers: string;
  /** Counted from 0, as in `dimensions` of the API and in the manifest. */
  readonly number: (index: number) => string;
  readonly more: string;
  readonly fewer: string;
  readonly pad: string;
  readonly padHint: string;
  readonly across: string;
  readonly down: string;
  readonly way: string;
  readonly wayLead: string;
  readonly method: string;
  readonly methods: Readonly<Record<"slerp" | "lerp", string>>;
  readonly play: string;
  readonly pause: string;
  readonly position: string;
  readonly step: (step: number, steps: number) => string;
  readonly swap: string;
  readonly farthest: string;
  readonly own: string;
  readonly ownLead: string;
  readonly drop: string;
  readonly example: string;
  readonly encoding: string;
  readonly original: string;
  readonly reconstruction: string;
  readonly error: (error: string) => string;
  readonly take: string;
  readonly savePicture: string;
  readonly saveSheet: string;
  readonly saveMorph: string;
  readonly making: string;
  readonly link: string;
  readonly code: string;
  readonly codeFor: Readonly<Record<"curl" | "node" | "browser", string>>;
  /** Names of attributes that the drawn faces have; others are shown as the manifest has them. */
  readonly known: Readonly<Record<string, string>>;
}

export const text: Readonly<Record<Language, FacesText>> = {
  en: {
    title: "Faces that nobody has",
    lead: "A variational autoencoder draws each of these from a few latent numbers. Choose one, move its sliders, walk from one face to another, or begin with a picture of your own.",
    seed: "Seed",
    before: "Seed before",
    next: "Next seed",
    sampler: "Drawn from",
    samplers: { mixture: "mixture", prior: "prior" },
    temperature: "Temperature",
    grid: "Sixty-four faces of this seed",
    faceOf: (index, seed) => `Face ${index} of seed ${seed}`,
    ownFace: "Your picture, as the model draws it",
    moved: "moved",
    face: "This face",
    reset: "Undo the sliders",
    keepA: "Use as A",
    keepB: "Use as B",
    change: "Change it",
    attributes: "Attributes",
    numbers: "Latent numbers, by how much they change",
    number: (index) => `Latent number ${index}`,
    more: "Show all latent numbers",
    fewer: "Show fewer",
    pad: "Two at once",
    padHint: "Drag in the field, or use the arrow keys on its two sliders.",
    across: "Across",
    down: "Up",
    way: "From A to B",
    wayLead: "Every picture between the two is a face of its own: the latent space has no holes on this way.",
    method: "Along",
    methods: { slerp: "the arc (slerp)", lerp: "the line (lerp)" },
    play: "Play",
    pause: "Pause",
    position: "Place on the way",
    step: (step, steps) => `Step ${step} of ${steps} from A to B`,
    swap: "Swap A and B",
    farthest: "The two that differ most",
    own: "Your own picture",
    ownLead:
      "It is made square, read by the encoder here, and drawn by the decoder. It leaves neither this page nor your machine.",
    drop: "Drop a picture here, or paste one",
    example: "Take a drawn one",
    encoding: "Reading the picture …",
    original: "As the model sees it",
    reconstruction: "As it draws it",
    error: (error) => `Mean squared error ${error} (levels 0 to 1).`,
    take: "Take it along",
    savePicture: "This face (PNG)",
    saveSheet: "All 64 (PNG)",
    saveMorph: "A to B (GIF)",
    making: "Making it …",
    link: "Copy a link to this view",
    code: "As code",
    codeFor: { curl: "curl", node: "Node", browser: "Browser" },
    known: {},
  },
  "zh-Hant": {
    title: "不存在的臉",
    lead: "變分自編碼器用幾個潛在數值就畫出每一張臉。選一張，移動滑桿，從一張臉走到另一張臉，或從你自己的圖片開始。",
    seed: "亂數種子",
    before: "上一個種子",
    next: "下一個種子",
    sampler: "取樣自",
    samplers: { mixture: "混合分布", prior: "先驗分布" },
    temperature: "溫度",
    grid: "這個種子的六十四張臉",
    faceOf: (index, seed) => `種子 ${seed} 的臉 ${index}`,
    ownFace: "模型重畫的你的圖片",
    moved: "已調整",
    face: "這張臉",
    reset: "還原滑桿",
    keepA: "設為 A",
    keepB: "設為 B",
    change: "改變它",
    attributes: "屬性",
    numbers: "潛在數值，依影響大小排列",
    number: (index) => `潛在數值 ${index}`,
    more: "顯示所有潛在數值",
    fewer: "顯示較少",
    pad: "同時移動兩個",
    padHint: "在方塊中拖曳，或用方向鍵操作它的兩個滑桿。",
    across: "橫向",
    down: "縱向",
    way: "從 A 到 B",
    wayLead: "兩者之間的每一張圖都是一張完整的臉：潛在空間在這條路上沒有空洞。",
    method: "路徑",
    methods: { slerp: "圓弧（slerp）", lerp: "直線（lerp）" },
    play: "播放",
    pause: "暫停",
    position: "路徑上的位置",
    step: (step, steps) => `從 A 到 B 的第 ${step} 步，共 ${steps} 步`,
    swap: "交換 A 與 B",
    farthest: "差異最大的兩張",
    own: "你自己的圖片",
    ownLead: "圖片會裁成正方形，由編碼器在這裡讀取，再由解碼器畫出。它不會離開這個頁面，也不會離開你的電腦。",
    drop: "將圖片拖放到這裡，或貼上",
    example: "用一張繪製的範例",
    encoding: "正在讀取圖片……",
    original: "模型看到的",
    reconstruction: "模型畫出的",
    error: (error) => `均方誤差 ${error}（亮度 0 到 1）。`,
    take: "帶走它",
    savePicture: "這張臉（PNG）",
    saveSheet: "全部 64 張（PNG）",
    saveMorph: "A 到 B（GIF）",
    making: "製作中……",
    link: "複製這個畫面的連結",
    code: "以程式碼取得",
    codeFor: { curl: "curl", node: "Node", browser: "瀏覽器" },
    known: {
      hair: "髮色",
      outline: "臉型",
      smile: "嘴形",
      eyes: "眼睛大小",
      eye_colour: "眼睛顏色",
      gaze: "視線方向",
      tilt: "頭部傾斜",
      skin: "膚色",
      background: "背景",
    },
  },
};
