import { defineConfig } from "kilnjs";

export default defineConfig({
  models: {
    trend: () => import("./models/trend/index.js"),
    faces: () => import("./models/faces/index.js"),
  },
});
