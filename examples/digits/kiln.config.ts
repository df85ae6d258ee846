import { defineConfig } from "kilnjs";

export default defineConfig({ models: { digits: () => import("./models/digits/index.js") } });
